using Npgsql;
using Tasker.Data;
using Tasker.Data.Checks;
using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Schema;
using Tasker.Data.Workflow;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Support;

/// <summary>A database with the schema, a live node and a namespace; makes templates and tasks, and moves steps as the engine does.</summary>
public class FlowDatabase : TestDatabase
{
    private int _lastTemplate;

    /// <summary>Both pools.</summary>
    public TaskerDataSource Data { get; private set; } = null!;

    /// <summary>The engine's pool.</summary>
    public NpgsqlDataSource Engine => Data.Engine;

    /// <summary>A node with a lease of an hour.</summary>
    public int Node { get; private set; }

    /// <summary>The queue of the only namespace.</summary>
    public QueueName Queue { get; } = QueueName.Of("Ops");

    /// <summary>Makes a template of steps that may be attempted three times; edges are (parent, child).</summary>
    public async Task<int> TemplateAsync(int steps, (int From, int To)[] edges, bool stopOnFailure = false)
    {
        var roots = Enumerable.Range(0, steps).Count(s => edges.All(e => e.To != s));
        var name = $"template_{Interlocked.Increment(ref _lastTemplate)}";
        var id = await ScalarAsync<int>(
            $"""
            insert into tasker.templates (template_uuid, namespace_id, name, version, definition, source, source_hash, stop_on_failure, initial_steps,
                root_steps, is_default, created_by)
            select gen_random_uuid(), n.namespace_id, '{name}', '1.0.0', '{Definition(name, steps, edges)}', '{name}', sha256('{name}'), {stopOnFailure}, {steps}, {roots}, true, 'test'
            from tasker.namespaces n
            where n.name = '{Queue.Namespace}'
            returning template_id
            """);
        var levels = new int[steps];
        foreach (var (from, to) in edges.OrderBy(e => e.From)) levels[to] = Math.Max(levels[to], levels[from] + 1);
        for (var step = 0; step < steps; step++)
        {
            await ExecuteAsync(
                $"""
                insert into tasker.template_steps (template_id, step_no, name, callable, is_initial, waits, max_attempts, retryable, level)
                values ({id}, {step}, 'step_{step}', 'handler', true, {edges.Count(e => e.To == step)}, 3, true, {levels[step]})
                """);
        }

        foreach (var (from, to) in edges) await ExecuteAsync($"insert into tasker.template_edges (template_id, from_no, to_no) values ({id}, {from}, {to})");
        return id;
    }

    /// <summary>Makes a task; up to <paramref name="places"/> of its roots are claimed at once, the others queued.</summary>
    public async Task<TaskId> TaskAsync(int template, int places = 0)
    {
        var id = TaskId.New(TimeProvider.System);
        var task = new NewTask
        {
            TaskId = id,
            TemplateId = template,
            IdentityHash = null,
            Context = "{}",
            CorrelationId = id.Value,
            RequestedAt = TimeProvider.System.GetUtcNow(),
            MayClaim = places > 0,
        };
        await using var connection = await Engine.OpenConnectionAsync();
        await FlowWriter.WriteAsync(connection, Node, [task], [], places, CancellationToken.None);
        return id;
    }

    /// <summary>Ends an attempt of the node; up to <paramref name="places"/> successors are claimed at once, the others queued.</summary>
    public async Task<FlowResult> EndAsync(StepId step, StepState outcome, short attempt = 1, int places = 0, TimeSpan delay = default)
    {
        await using var connection = await Engine.OpenConnectionAsync();
        while (true)
        {
            var result = await FlowWriter.WriteAsync(connection, Node, [], [End(step, outcome, attempt, places > 0, delay)], places, CancellationToken.None);
            if (result.Lost.Count == 0) return result;
        }
    }

    /// <summary>Ends several first attempts in one commit.</summary>
    public async Task EndTogetherAsync(params (StepId Step, StepState Outcome)[] ends)
    {
        await using var connection = await Engine.OpenConnectionAsync();
        List<StepEnd> all = [.. ends.Select(e => End(e.Step, e.Outcome, 1, mayClaim: false, TimeSpan.Zero))];
        Assert.Empty((await FlowWriter.WriteAsync(connection, Node, [], all, 0, CancellationToken.None)).Lost);
    }

    /// <summary>Worker's half of the distributed path.</summary>
    public async Task HandOverAsync(StepId step, StepState outcome, short attempt = 1)
    {
        await using var connection = await Engine.OpenConnectionAsync();
        Assert.Single(await FlowWriter.HandOverAsync(connection, Node, [End(step, outcome, attempt, mayClaim: false, TimeSpan.Zero)], CancellationToken.None));
    }

    /// <summary>Claims queued steps.</summary>
    public async Task<FlowResult> ClaimAsync(int most)
    {
        await using var connection = await Engine.OpenConnectionAsync();
        return await FlowWriter.ClaimAsync(connection, Node, Queue, most, CancellationToken.None);
    }

    /// <summary>Queues what has waited long enough.</summary>
    public async Task<FlowResult> StageRetriesAsync()
    {
        await using var connection = await Engine.OpenConnectionAsync();
        return await FlowWriter.StageRetriesAsync(connection, Node, 100, CancellationToken.None);
    }

    /// <summary>The state of a step.</summary>
    public async Task<StepState> StateAsync(StepId step) =>
        (StepState)await ScalarAsync<short>($"select state from tasker.steps where task_id = '{step.Task}' and step_no = {step.StepNo}");

    /// <summary>The state of a task.</summary>
    public async Task<TaskState> StateAsync(TaskId task) => (TaskState)await ScalarAsync<short>($"select state from tasker.tasks where task_id = '{task}'");

    /// <summary>How many messages a step has.</summary>
    public Task<long> MessagesAsync(StepId step) =>
        ScalarAsync<long>($"select count(*) from tasker.live_messages() where task_id = '{step.Task}' and step_no = {step.StepNo} and queue like 'worker%'");

    /// <summary>The first value that a query answers with.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Data.Console.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Runs a statement.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var command = Data.Console.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every invariant that holds at any time holds now.</summary>
    public async Task AssertConsistentAsync()
    {
        var violations = await Checker.RunAsync(Data.Console, quiescent: false, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }

    /// <inheritdoc/>
    protected override async Task PrepareAsync()
    {
        Data = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions());
        await SchemaInstaller.InstallAsync(Data.Console, CancellationToken.None);
        await ExecuteAsync($"insert into tasker.namespaces (name) values ('{Queue.Namespace}')");
        await ExecuteAsync($"select tasker.ensure_queue('{Queue.Name}')");
        Node = await ScalarAsync<int>(
            """
            insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until)
            values (gen_random_uuid(), 'test', 1, 'worker', clock_timestamp(), clock_timestamp(), clock_timestamp() + interval '1 hour')
            returning node_id
            """);
    }

    /// <inheritdoc/>
    protected override async Task CleanUpAsync() => await Data.DisposeAsync();

    private static string Definition(string name, int steps, (int From, int To)[] edges) => TemplateJson.Serialize(new TaskTemplate
    {
        Name = name,
        Namespace = "Ops",
        Version = "1.0.0",
        Steps = [.. Enumerable.Range(0, steps).Select(no => new StepTemplate
        {
            Name = $"step_{no}",
            Handler = new StepHandlerReference { Callable = "handler" },
            Dependencies = [.. edges.Where(e => e.To == no).Select(e => $"step_{e.From}")],
        })],
    });

    private static StepEnd End(StepId step, StepState outcome, short attempt, bool mayClaim, TimeSpan delay) => new(
        step.Task,
        step.StepNo,
        attempt,
        outcome,
        outcome == StepState.Complete ? "1" : null,
        outcome == StepState.Complete ? null : """{"message": "broken"}""",
        delay,
        TimeSpan.FromMilliseconds(1),
        mayClaim);
}
