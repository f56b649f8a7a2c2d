using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Schema;
using Tasker.Data.Templates;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Templates;

namespace Tasker.Tests.Support;

/// <summary>A database with the schema and one live node, and the few acts that tests of reads need: publish, create, end attempts.</summary>
public class WorkflowDatabase : TestDatabase
{
    private TaskerDataSource? _source;

    public TaskerDataSource Source => _source!;

    public int Node { get; private set; }

    internal EngineOptions Engine { get; } = new();

    internal TemplateRows Templates => new(Source);

    internal TemplateCatalog Catalog => new(Source, Engine, TimeProvider.System);

    internal TemplateStore Store() => new(Templates, Catalog, Engine, TimeProvider.System);

    /// <summary>Publishes a text that must be new or unchanged.</summary>
    public async Task<TemplateRef> PublishAsync(string yaml) =>
        await Store().PublishAsync(new PublishRequest(yaml, "user:ann"), default) switch
        {
            PublishOutcome.Published p => p.Version,
            PublishOutcome.Unchanged u => u.Version,
            var other => throw new InvalidOperationException(other.ToString()),
        };

    /// <summary>Creates tasks; with places, their roots are claimed for <see cref="Node"/> at once, else they are queued.</summary>
    public async Task<FlowResult> CreateAsync(int places, params NewTask[] tasks)
    {
        await using var connection = await Source.Engine.OpenConnectionAsync();
        return await FlowWriter.WriteAsync(connection, Node, tasks, [], places, default);
    }

    /// <summary>A task to create, with a context and an id of its own.</summary>
    public static NewTask NewTask(int templateId, string? initiator = null, string context = "{}") => new()
    {
        TaskId = TaskId.New(TimeProvider.System),
        TemplateId = templateId,
        IdentityHash = null,
        Context = context,
        CorrelationId = Guid.CreateVersion7(),
        Initiator = initiator,
        RequestedAt = TimeProvider.System.GetUtcNow(),
        MayClaim = true,
    };

    /// <summary>Ends attempts of <see cref="Node"/>.</summary>
    public async Task<FlowResult> EndAsync(int places, params StepEnd[] ends)
    {
        await using var connection = await Source.Engine.OpenConnectionAsync();
        return await FlowWriter.WriteAsync(connection, Node, [], ends, places, default);
    }

    public static StepEnd End(ClaimedStep claimed, StepState outcome) => new(
        claimed.TaskId, claimed.StepNo, claimed.Attempt, outcome, outcome == StepState.Complete ? """{"done":true}""" : null,
        outcome == StepState.Complete ? null : """{"message":"it broke","error_type":"HandlerException"}""",
        TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(12), MayClaim: true);

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.Console.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.Console.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    protected override async Task PrepareAsync()
    {
        await using var owner = NpgsqlDataSource.Create(ConnectionString);
        await SchemaInstaller.InstallAsync(owner, default);
        _source = TaskerDataSource.Create(
            ConnectionString, new TaskerDataOptions { ConsolePoolSize = 30, ConsoleStatementTimeout = TimeSpan.FromMinutes(1) });
        Node = await ScalarAsync<int>("""
            insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until)
            values (gen_random_uuid(), 'test', 1, 'orchestrator,worker', now(), now(), now() + interval '1 day')
            returning node_id
            """);
    }

    protected override async Task CleanUpAsync() => await Source.DisposeAsync();
}
