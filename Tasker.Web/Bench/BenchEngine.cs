using System.Globalization;
using System.Text.Json;
using Tasker.Data;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Bench;

/// <summary>The engine as a user runs it, on a database of its own, with handlers that do nothing.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private static readonly JsonElement Context = JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["n"] = 6 });
    private static readonly Task<StepOutcome> Ok = Task.FromResult<StepOutcome>(new StepOutcome.Succeeded("""{"n": 6, "ok": true}"""));

    private readonly int _concurrency;
    private readonly TaskerDataSource _data;
    private IHost? _host;
    private CommandProcessor? _commands;

    public BenchEngine(string connectionString, int concurrency)
    {
        _concurrency = concurrency;
        _data = TaskerDataSource.Create(connectionString, new TaskerDataOptions());
    }

    public BenchBoard Board { get; } = new();

    public TaskerDataSource Data => _data;

    /// <summary>The engine's own figures while it runs.</summary>
    public NodeSnapshot? Figures => _host?.Services.GetRequiredService<NodeFigures>().Read();

    /// <summary>Starts the engine with these roles, publishing the shape first.</summary>
    public async Task StartAsync(BenchShape shape, NodeRoles roles)
    {
        await StopAsync();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // The protocol owns standard output.
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["Tasker:Engine:Roles"] = roles.ToString();
        builder.Configuration["Tasker:Worker:Concurrency"] = _concurrency.ToString(CultureInfo.InvariantCulture);
        builder.Services.AddSingleton(_data);
        var last = shape.LastStep;
        builder.Services.AddTasker().AddHandler("bench.noop", (context, _) =>
        {
            Board.Step();
            if (string.Equals(context.StepName, last, StringComparison.Ordinal)) Board.Last(context.TaskId);
            return Ok;
        });
        builder.Services.AddTaskerTemplates();
        _host = builder.Build();
        var published = await _host.Services.GetRequiredService<TemplateStore>()
            .PublishAsync(new PublishRequest(shape.Yaml(), "user:bench"), CancellationToken.None);
        if (published is PublishOutcome.Invalid invalid) throw new InvalidOperationException(invalid.Problems[0].Message);
        await _host.StartAsync();
        _commands = _host.Services.GetRequiredService<CommandProcessor>();
    }

    public async Task StopAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>Submits a unit; returns when it is durable.</summary>
    public async Task<TaskId> SubmitAsync(BenchShape shape, string key)
    {
        var request = new TaskRequest { Namespace = BenchShape.Namespace, Name = shape.Name, Context = Context, IdempotencyKey = key };
        return await _commands!.CreateTaskAsync(request, CancellationToken.None) is TaskRequestOutcome.Created created
            ? created.TaskId
            : throw new InvalidOperationException($"unit {key} was not accepted");
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _data.DisposeAsync();
    }
}
