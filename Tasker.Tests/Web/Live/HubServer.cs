using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tasker.Runtime.Live;
using Tasker.Web.Hosting;
using Xunit;

namespace Tasker.Tests.Web.Live;

/// <summary>The hub behind a real Kestrel, with a feed that the test itself fills.</summary>
public sealed class HubServer : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address { get; private set; } = null!;

    internal LiveFeed Feed { get; } = new(TimeProvider.System);

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Tasker.Web", EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddTaskerWeb();
        builder.Services.AddSingleton<ILiveFeed>(Feed);
        _app = builder.Build();
        _app.UseTaskerWeb();
        _app.MapTaskerWeb();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
    }
}
