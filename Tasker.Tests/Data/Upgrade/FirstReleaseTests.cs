using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Schema;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Upgrade;

/// <summary>
/// A database as the first release left it is brought up to date. Its tables are made by the migration of that release, which is still the
/// first one; its functions and views are in <c>first-release.sql</c>; the rows are what that release wrote: one history row for each move.
/// </summary>
[Trait("Feature", "F158")]
public sealed class FirstReleaseTests : TestDatabase
{
    private const string FirstMigration = "20261121042545_Initial";

    private static readonly TaskId Ended = new(Guid.Parse("01930000-0000-7000-8000-000000000000"));
    private static readonly TaskId Blocked = new(Guid.Parse("01930000-0000-7000-8000-000001000000"));
    private static readonly TaskId Queued = new(Guid.Parse("01930000-0000-7000-8000-000002000000"));

    // A template of two steps; a task of it that ended, one whose first step failed, one whose first step is queued; a node that is gone.
    private const string Rows = """
        insert into tasker.namespaces (name) values ('old');
        select pgmq."create"('worker_old_queue');
        insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until, stopped_at)
        values (gen_random_uuid(), 'first', 1, 'web,orchestrator,worker', '2026-11-01 10:00Z', '2026-11-01 11:00Z', '2026-11-01 11:00Z', '2026-11-01 11:00Z');
        insert into tasker.templates (template_uuid, namespace_id, name, version, definition, source, source_hash, stop_on_failure, initial_steps,
            root_steps, is_default, created_by)
        values (gen_random_uuid(), 1, 'order', '1.0.0', '[definition]', 'first', sha256('first'), false, 2, 1, true, 'user:first');
        insert into tasker.template_steps (template_id, step_no, name, callable, is_initial, waits, max_attempts, retryable, level)
        values (1, 0, 'first', 'old.step', true, 0, 3, true, 0), (1, 1, 'second', 'old.step', true, 1, 3, true, 1);
        insert into tasker.template_edges (template_id, from_no, to_no) values (1, 0, 1);
        insert into tasker.tasks (task_id, template_id, state, priority, stop_on_failure, steps_total, steps_left, steps_active, steps_waiting, steps_failed,
            requested_at, created_at, changed_at, completed_at, correlation_id, context)
        values
            ('[ended]', 1, 9, 0, false, 2, 0, 0, 0, 0, '2026-11-01 10:00Z', '2026-11-01 10:00Z', '2026-11-01 10:02Z', '2026-11-01 10:02Z', '[ended]', '{"n": 1}'),
            ('[blocked]', 1, 8, 0, false, 2, 2, 0, 0, 1, '2026-11-01 10:00Z', '2026-11-01 10:00Z', '2026-11-01 10:01Z', null, '[blocked]', '{"n": 2}'),
            ('[queued]', 1, 4, 0, false, 2, 2, 1, 0, 0, '2026-11-01 10:00Z', '2026-11-01 10:00Z', '2026-11-01 10:00Z', null, '[queued]', '{"n": 3}');
        insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits, created_at,
            changed_at, result, failure)
        values
            ('[ended]', 0, 0, 7, 1, 0, 3, true, 0, '2026-11-01 10:00Z', '2026-11-01 10:01Z', '{"run": 1}', null),
            ('[ended]', 1, 1, 7, 1, 0, 3, true, 0, '2026-11-01 10:00Z', '2026-11-01 10:02Z', '{"run": 2}', null),
            ('[blocked]', 0, 0, 8, 1, 0, 3, true, 0, '2026-11-01 10:00Z', '2026-11-01 10:01Z', null,
                '{"error_type": "permanent_error", "message": "no", "attempt": 1, "retryable": false, "final_because": "ErrorNotRetryable"}'),
            ('[blocked]', 1, 1, 1, 0, 0, 3, true, 1, '2026-11-01 10:00Z', '2026-11-01 10:00Z', null, null),
            ('[queued]', 0, 0, 2, 0, 0, 3, true, 0, '2026-11-01 10:00Z', '2026-11-01 10:00Z', null, null),
            ('[queued]', 1, 1, 1, 0, 0, 3, true, 1, '2026-11-01 10:00Z', '2026-11-01 10:00Z', null, null);
        insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us)
        values
            ('[ended]', null, '2026-11-01 10:00Z', '\x0001020304', null, 1, null),
            ('[ended]', 0, '2026-11-01 10:00Z', '\x010203', 1, 1, null),
            ('[ended]', 0, '2026-11-01 10:01Z', '\x030407', 1, 1, 900),
            ('[ended]', 1, '2026-11-01 10:01Z', '\x010203', 1, 1, null),
            ('[ended]', null, '2026-11-01 10:01Z', '\x04050304', null, 1, null),
            ('[ended]', 1, '2026-11-01 10:02Z', '\x030407', 1, 1, 800),
            ('[ended]', null, '2026-11-01 10:02Z', '\x040509', null, 1, null),
            ('[blocked]', null, '2026-11-01 10:00Z', '\x0001020304', null, 1, null),
            ('[blocked]', 0, '2026-11-01 10:00Z', '\x010203', 1, 1, null),
            ('[blocked]', 0, '2026-11-01 10:01Z', '\x030508', 1, 1, 700),
            ('[blocked]', null, '2026-11-01 10:01Z', '\x040508', null, 1, null),
            ('[queued]', null, '2026-11-01 10:00Z', '\x0001020304', null, 1, null),
            ('[queued]', 0, '2026-11-01 10:00Z', '\x0102', null, 1, null);
        select tasker.enqueue_steps(array['[queued]'::uuid], array[0], array[1], array['[queued]'::uuid]);
        """;

    // What a reader of the history and of the steps sees.
    private const string Seen = """
        select string_agg(x.line, E'\n' order by x.line)
        from (
            select concat_ws(' ', h.task_id, 'task', h.from_state, h.to_state, h.at, h.node_id) as line from tasker.task_transitions h
            union all
            select concat_ws(' ', h.task_id, h.step_no, h.from_state, h.to_state, h.at, h.elapsed_us) from tasker.step_transitions h
            union all
            select concat_ws(' ', a.task_id, a.step_no, a.attempt, a.node_id, a.started_at, a.ended_at, a.outcome) from tasker.step_attempts a
            union all
            select concat_ws(' ', s.task_id, s.step_no, s.state, s.attempts, s.waits, s.result, s.failure) from tasker.steps s
            union all
            select concat_ws(' ', t.task_id, t.state, t.context, t.steps_left, t.completed_at) from tasker.tasks t
        ) x
        """;

    [Fact]
    public async Task Install_DatabaseOfTheFirstRelease_KeepsWhatIsThereAndWorkGoesOn()
    {
        await using var data = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions());
        await MakeAsync(data);
        var before = await ScalarAsync(data, Seen);

        var applied = await SchemaInstaller.InstallAsync(data.Engine, CancellationToken.None);

        Assert.Contains("03_views.sql", applied);
        Assert.Equal(before, await ScalarAsync(data, Seen));
        Assert.Empty(await SchemaInstaller.InstallAsync(data.Engine, CancellationToken.None));
        Assert.Empty(await Checker.RunAsync(data.Console, quiescent: false, CancellationToken.None));
        await WorkAsync();
    }

    // What was queued runs, what had failed is retried, and the old template makes new tasks.
    private async Task WorkAsync()
    {
        await using var node = await TaskerHarness.StartAsync(ConnectionString, b =>
        {
            b.Services.AddTaskerOperations();
            b.AddHandler("old.step", (context, _) => Task.FromResult(StepOutcome.Success(new { n = context.Input.GetProperty("n").GetInt32() })));
        });
        var retried = await node.Services.GetRequiredService<RetryStep>().HandleAsync(
            new StepActRequest { StepId = Blocked.Step(0), Actor = "user:ana", Reason = "because" }, CancellationToken.None);
        Assert.Equal(new OperatorOutcome.Applied("enqueued"), retried);
        var made = await node.SubmitAsync("old", "order", new { n = 4 });

        await node.WaitForAsync(Queued, TaskState.Complete);
        await node.WaitForAsync(Blocked, TaskState.Complete);
        await node.WaitForAsync(made, TaskState.Complete);

        Assert.Equal("""{"n": 3}""", (await node.StepAsync(Queued, "second")).Result);
        Assert.Equal("""{"run": 2}""", (await node.StepAsync(Ended, "second")).Result);
        Assert.Empty(await Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    private static async Task MakeAsync(TaskerDataSource data)
    {
        await using var connection = await data.Engine.OpenConnectionAsync();
        await using (var context = new TaskerDbContext(new DbContextOptionsBuilder<TaskerDbContext>()
            .UseNpgsql(connection, o => o.MigrationsHistoryTable("__EFMigrationsHistory", TaskerDbContext.Schema))
            .Options))
        {
            await context.Database.MigrateAsync(FirstMigration);
        }

        await ExecuteAsync(connection, await File.ReadAllTextAsync(Path.Combine(Repository.Root, "Tasker.Tests/Data/Upgrade/first-release.sql")));
        await ExecuteAsync(connection, Rows
            .Replace("[definition]", Definition(), StringComparison.Ordinal)
            .Replace("[ended]", Ended.ToString(), StringComparison.Ordinal)
            .Replace("[blocked]", Blocked.ToString(), StringComparison.Ordinal)
            .Replace("[queued]", Queued.ToString(), StringComparison.Ordinal));
    }

    // The stored form has gained nothing since that a template without it has.
    private static string Definition() => TemplateJson.Serialize(new TaskTemplate
    {
        Name = "order",
        Namespace = "old",
        Version = "1.0.0",
        IdentityStrategy = IdentityStrategy.AlwaysUnique,
        Steps =
        [
            new StepTemplate { Name = "first", Handler = new StepHandlerReference { Callable = "old.step" } },
            new StepTemplate { Name = "second", Handler = new StepHandlerReference { Callable = "old.step" }, Dependencies = ["first"] },
        ],
    });

    private static async Task<string> ScalarAsync(TaskerDataSource data, string sql)
    {
        await using var command = data.Console.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
