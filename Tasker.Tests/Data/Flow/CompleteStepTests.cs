using Npgsql;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>The quick way to end a single success says and does what the statement for batches does, or nothing.</summary>
public sealed class CompleteStepTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [Trait("Feature", "F065")]
    [Trait("Feature", "F072")]
    public async Task Complete_AnyGraph_LeavesTheRowsThatAdvanceLeaves(int seed)
    {
        var (steps, edges) = Graph(new Random(seed));
        var template = await database.TemplateAsync(steps, edges);

        var quick = await RunAsync(template, seed, quick: true);
        var batched = await RunAsync(template, seed, quick: false);

        Assert.Equal(batched, quick);
        Assert.Contains("task 9 ", quick, StringComparison.Ordinal);
        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData("attempt", "")]
    [InlineData("node", "")]
    [InlineData("lease", "update tasker.nodes set lease_until = clock_timestamp() - interval '1 second' where node_id = {1}")]
    [InlineData("paused", "insert into tasker.pauses (pause_id, scope, target, task_id, paused_by, reason) values (gen_random_uuid(), 'task', 'task:{0}', '{0}', 'user:test', 'test')")]
    [InlineData("failed", "update tasker.tasks set stop_on_failure = true, steps_failed = 1 where task_id = '{0}'")]
    [InlineData("given up", "update tasker.tasks set state = 10 where task_id = '{0}'")]
    [Trait("Feature", "F065")]
    public async Task Complete_NotTheUsualCase_LeavesItToAdvance(string why, string sql)
    {
        var template = await database.TemplateAsync(2, [(0, 1)]);
        var task = await database.TaskAsync(template, places: 1);
        var before = await RowsAsync(task);
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        if (sql.Length > 0)
        {
            await using var change = new NpgsqlCommand(sql.Replace("{0}", task.ToString(), StringComparison.Ordinal).Replace("{1}", $"{database.Node}", StringComparison.Ordinal), connection);
            await change.ExecuteNonQueryAsync();
        }

        var node = why == "node" ? database.Node + 1 : database.Node;
        var result = await FlowWriter.CompleteAsync(connection, node, [(End(task.Step(0), why == "attempt" ? (short)2 : (short)1), 1)], CancellationToken.None);

        Assert.Empty(result.Accepted);
        Assert.Empty(result.Claimed);
        Assert.Empty(result.Tasks);
        await using (var read = new NpgsqlCommand($"select state from tasker.steps where task_id = '{task}' order by step_no limit 1", connection))
        {
            Assert.Equal((short)StepState.InProgress, await read.ExecuteScalarAsync());
        }

        await transaction.RollbackAsync();
        Assert.Equal(before, await RowsAsync(task));
        var again = await FlowWriter.CompleteAsync(connection, database.Node, [(End(task.Step(0), 1), 1)], CancellationToken.None);
        Assert.Single(again.Accepted);
    }

    [Fact]
    [Trait("Feature", "F026")]
    public async Task Complete_ParentsOnEightConnections_ReadyTheirChildOnce()
    {
        const int Parents = 200;
        var template = await database.TemplateAsync(Parents + 1, [.. Enumerable.Range(0, Parents).Select(p => (p, Parents))]);
        var task = await database.TaskAsync(template, places: Parents);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            await using var connection = await database.Engine.OpenConnectionAsync();
            var claimed = 0;
            for (var step = worker; step < Parents; step += 8)
            {
                var result = await FlowWriter.CompleteAsync(connection, database.Node, [(End(task.Step(step), 1), 1)], CancellationToken.None);
                Assert.Single(result.Accepted);
                claimed += result.Claimed.Count;
            }

            return claimed;
        }));

        Assert.Equal(1, results.Sum());
        await database.AssertConsistentAsync();
    }

    // Forward edges only, so that it is a DAG; some steps have no parents, some several.
    private static (int Steps, (int From, int To)[] Edges) Graph(Random random)
    {
        var steps = random.Next(5, 12);
        var edges = from to in Enumerable.Range(1, steps - 1) from @from in Enumerable.Range(0, to) where random.Next(3) == 0 select (@from, to);
        return (steps, [.. edges]);
    }

    /// <summary>Runs a task to its end, with places for some successors and not for others, and says what is in its rows then.</summary>
    private async Task<string> RunAsync(int template, int seed, bool quick)
    {
        var random = new Random(seed);
        var task = await database.TaskAsync(template, places: 1);
        await using var connection = await database.Engine.OpenConnectionAsync();
        while (await database.StateAsync(task) != TaskState.Complete)
        {
            var running = await RunningAsync(task);
            if (running.Count == 0)
            {
                Assert.NotEmpty((await database.ClaimAsync(1)).Claimed);
                continue;
            }

            var end = End(task.Step(running[random.Next(running.Count)]), 1);
            var places = random.Next(3);
            var result = quick
                ? await FlowWriter.CompleteAsync(connection, database.Node, [(end, places)], CancellationToken.None)
                : await FlowWriter.WriteAsync(connection, database.Node, [], [end], places, CancellationToken.None);
            Assert.Single(result.Accepted);
        }

        return await RowsAsync(task);
    }

    private async Task<List<int>> RunningAsync(TaskId task) =>
        [.. await database.ScalarAsync<int[]>($"select coalesce(array_agg(step_no order by step_no), array[]::int[]) from tasker.steps where task_id = '{task}' and state = 3")];

    // Without ids and times; whether a time was set at all is in it.
    private Task<string> RowsAsync(TaskId task) => database.ScalarAsync<string>(
        $"""
        select concat_ws(E'\n',
            (select format('task %s left %s active %s waiting %s failed %s ended %s', state, steps_left, steps_active, steps_waiting, steps_failed,
                completed_at is not null) from tasker.tasks where task_id = '{task}'),
            (select string_agg(format('step %s: %s attempts %s waits %s result %s lease %s', step_no, state, attempts, waits, result, lease_node), E'\n' order by step_no)
                from tasker.steps where task_id = '{task}'),
            (select string_agg(format('row %s %s %s %s %s %s %s', step_no, path, attempt, elapsed_us, task_path, queued, claimed), E'\n' order by seq)
                from tasker.transitions where task_id = '{task}'))
        """);

    private static StepEnd End(StepId step, short attempt) =>
        new(step.Task, step.StepNo, attempt, StepState.Complete, "1", null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), MayClaim: true);
}
