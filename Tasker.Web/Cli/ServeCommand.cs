using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Web.Api;
using Tasker.Web.Hosting;
using Tasker.Web.Samples;

namespace Tasker.Web.Cli;

/// <summary>No verb, or <c>serve</c>: console, API and engine in this process, or those of them that its roles name.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(string[] args, string? roles, string? namespaces)
    {
        // The settings beside the program count, from whichever folder it is started.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        IReadOnlyList<string> refusals =
        [
            .. NodeSettings.Apply(builder.Configuration, roles, namespaces), .. BindingSafety.Refusals(builder.Configuration),
            .. KnownSettings.Refusals(builder.Configuration),
        ];
        if (refusals.Count > 0)
        {
            await BindingSafety.ReportAsync(refusals, Console.Error);
            return BindingSafety.ExitCode;
        }

        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onCancel = (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
        Console.CancelKeyPress += onCancel;
        try
        {
            using var early = LoggerFactory.Create(l => l.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
            await using var database = await TaskerDatabase.OpenAsync(builder.Configuration, early.CreateLogger("Tasker.Database"), stop.Token);
            Console.CancelKeyPress -= onCancel;
            return await ServeAsync(builder, database);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception e) when (StartupProblem.Of(e) is { } problem)
        {
            await Console.Error.WriteLineAsync(problem.Text);
            return problem.ExitCode;
        }
    }

    private static async Task<int> ServeAsync(WebApplicationBuilder builder, TaskerDatabase database)
    {
        var hasWeb = NodeSettings.RolesOf(builder.Configuration).HasFlag(NodeRoles.Web);
        builder.Services.AddSingleton(database.Data);
        builder.Services.AddTasker().AddSamples();
        builder.Services.AddTaskerTemplates().AddTaskerQueries();
        await using var app = hasWeb ? WithWeb(builder) : WithHealthOnly(builder);
        await app.StartAsync();
        Console.WriteLine(database.Summary);
        Console.WriteLine($"Tasker listens on {string.Join(", ", app.Urls)}");
        var stopped = app.WaitForShutdownAsync();
        if (await Task.WhenAny(stopped, database.ServerEnded) == stopped) return 0;
        await Console.Error.WriteLineAsync("The database server ended unexpectedly; Tasker stops.");
        await app.StopAsync();
        return 1;
    }

    private static WebApplication WithWeb(WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddTaskerOperations().AddTaskerLive().AddTaskerWeb().AddTaskerApi();
        var app = builder.Build();
        app.UseTaskerWeb();
        app.MapTaskerApi();
        app.MapTaskerWeb();
        return app;
    }

    private static WebApplication WithHealthOnly(WebApplicationBuilder builder)
    {
        builder.Services.AddTaskerHealth();
        var app = builder.Build();
        app.UseTaskerHealth();
        app.MapTaskerHealth();
        return app;
    }
}
