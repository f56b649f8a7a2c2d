using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Runtime;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Templates;
using Tasker.Tests.Chaos;

namespace Tasker.Tests.Support;

/// <summary>
/// A node as a process of its own, without console: <c>dotnet Tasker.Tests.dll --database … --submit N --Tasker:Engine:…</c>. It says "ready"
/// when it runs, and submits N chaos tasks.
/// </summary>
internal static class NodeProgram
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args, EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        await using var data = TaskerDataSource.Create(builder.Configuration["database"]!, new TaskerDataOptions());
        builder.Services.AddSingleton(data);
        builder.Services.AddTaskerTemplates();
        var tasker = builder.Services.AddTasker();
        ChaosWorkflow.Register(tasker);
        CsvWorkflow.Register(tasker);
        WalkWorkflow.Register(tasker);
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine("ready");
        var commands = host.Services.GetRequiredService<CommandProcessor>();
        var slow = int.Parse(builder.Configuration["slow"] ?? "0", CultureInfo.InvariantCulture);
        await Task.WhenAll(Enumerable
            .Range(0, int.Parse(builder.Configuration["submit"] ?? "0", CultureInfo.InvariantCulture))
            .Select(i => commands.CreateTaskAsync(ChaosWorkflow.Request(i, slow), CancellationToken.None)));
        await host.WaitForShutdownAsync();
    }
}
