using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Schema;
using Tasker.Runtime;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Tasker.Web.Api;
using Tasker.Web.Hosting;

namespace Tasker.Tests.Web.Api;

/// <summary>The whole product behind a real Kestrel on a database of its own. Its engine pool has one connection.</summary>
public sealed class ApiServer : TestDatabase
{
    private WebApplication? _app;
    private TaskerDataSource? _data;

    internal HttpClient Http { get; } = new();

    internal IServiceProvider Services => _app!.Services;

    internal static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    internal Task<HttpResponseMessage> PostTaskAsync(string json) => Http.PostAsync("/v1/tasks", Json(json));

    internal async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Http.GetAsync(path));

    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonElement.Parse(await response.Content.ReadAsStringAsync());

    internal Task<HttpResponseMessage> PublishAsync(string yaml) =>
        Http.PostAsync("/v1/templates", new StringContent(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml")));

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        _data = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions { EnginePoolSize = 1 });
        await SchemaInstaller.InstallAsync(_data.Console, CancellationToken.None);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Tasker.Web", EnvironmentName = "Production" });
        builder.Configuration.Sources.Clear();
        // Work comes from this node alone.
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Tasker:Engine:WakeUp"] = "PollingOnly" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_data);
        builder.Services.AddTasker()
            .AddHandler("test.ok", (_, _) => Task.FromResult<StepOutcome>(new StepOutcome.Succeeded("""{"done":true}""")))
            .AddHandler("test.cut", (_, _) => Task.FromResult(BatchOutcome.CreateBatches("work", BatchCursors.Ranges(30, 10), 30)))
            .AddHandler("test.work", async (context, ct) =>
            {
                await context.CheckpointAsync(5, 5, null, ct);
                return StepOutcome.Success();
            })
            .AddHandler("test.fail", (_, _) => throw new InvalidOperationException("it broke"));
        builder.Services.AddTaskerTemplates().AddTaskerQueries().AddTaskerOperations().AddTaskerLive().AddTaskerWeb().AddTaskerApi();
        _app = builder.Build();
        _app.UseTaskerWeb();
        _app.MapTaskerApi();
        _app.MapTaskerWeb();
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.Single());
        foreach (var yaml in Templates) (await PublishAsync(yaml)).EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_data is not null) await _data.DisposeAsync();
    }

    private static IEnumerable<string> Templates =>
    [
        Template("one", "test.ok"),
        Template("broken", "test.fail") + "    retry:\n      retryable: false\n      max_attempts: 1\n",
        Template("keyed", "test.ok").Replace("steps:", "identity_strategy: caller_provided\nsteps:", StringComparison.Ordinal),
        Batches,
        Template("unique", "test.ok").Replace("steps:", "identity_strategy: always_unique\nsteps:", StringComparison.Ordinal),
    ];

    private const string Batches = """
        name: batches
        namespace_name: api
        version: "1.0.0"
        identity_strategy: always_unique
        steps:
          - name: cut
            type: batchable
            handler: { callable: test.cut }
            batch_config: { batch_size: 10, parallelism: 2, worker_template: work, failure_strategy: isolate }
          - { name: work, type: batch_worker, dependencies: [cut], handler: { callable: test.work } }
          - { name: join, type: deferred_convergence, dependencies: [work], handler: { callable: test.ok } }
        """;

    private static string Template(string name, string callable) =>
        $"name: {name}\nnamespace_name: api\nversion: \"1.0.0\"\nsteps:\n  - name: a\n    handler:\n      callable: {callable}\n";
}
