using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tasker.Web.Hosting;
using Xunit;

namespace Tasker.Tests.Web.Security;

/// <summary>The console behind a real Kestrel on a free loopback port: what is guarded here is decided on the wire.</summary>
public sealed class LoopbackServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Tasker.Web", EnvironmentName = "Production" });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTaskerWeb();
        _app = builder.Build();
        _app.UseTaskerWeb();
        _app.MapTaskerWeb();
        _app.MapGet("/boom", string () => throw new InvalidOperationException("secret detail"));
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
