using Npgsql;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>A task that somebody else moves at the same moment is left alone, whole.</summary>
public sealed class VersionGuardTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    [Fact]
    [Trait("Feature", "F065")]
    [Trait("Feature", "F072")]
    public async Task Advance_TaskMovedMeanwhile_IsLostAndTheRestOfTheBatchIsWritten()
    {
        var template = await database.TemplateAsync(3, [(0, 2), (1, 2)]);
        var moved = await database.TaskAsync(template, places: 2);
        var free = await database.TaskAsync(template, places: 2);
        await using var other = await database.Engine.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await FlowWriter.WriteAsync(other, database.Node, [], [End(moved.Step(1))], 0, CancellationToken.None);

        await using var connection = await database.Engine.OpenConnectionAsync();
        var waiting = FlowWriter.WriteAsync(connection, database.Node, [], [End(moved.Step(0)), End(free.Step(0))], 0, CancellationToken.None);
        await WaitsForLockAsync(connection.ProcessID);
        await transaction.CommitAsync();
        var result = await waiting;

        Assert.Equal([moved.Step(0)], result.Lost);
        Assert.Equal([free.Step(0)], result.Accepted);
        Assert.Equal(StepState.InProgress, await database.StateAsync(moved.Step(0)));
        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from tasker.moves where task_id = '{moved}' and step_no = 0 and path = '\\x030407'"));

        await database.EndAsync(moved.Step(0), StepState.Complete, places: 1);
        Assert.Equal(StepState.InProgress, await database.StateAsync(moved.Step(2)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F065")]
    public async Task Advance_OtherGivesUp_IsWritten()
    {
        var template = await database.TemplateAsync(3, [(0, 2), (1, 2)]);
        var task = await database.TaskAsync(template, places: 2);
        await using var other = await database.Engine.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await FlowWriter.WriteAsync(other, database.Node, [], [End(task.Step(1))], 0, CancellationToken.None);

        await using var connection = await database.Engine.OpenConnectionAsync();
        var waiting = FlowWriter.WriteAsync(connection, database.Node, [], [End(task.Step(0))], 0, CancellationToken.None);
        await WaitsForLockAsync(connection.ProcessID);
        await transaction.RollbackAsync();
        var result = await waiting;

        Assert.Empty(result.Lost);
        Assert.Equal([task.Step(0)], result.Accepted);
    }

    [Fact]
    [Trait("Feature", "F042")]
    public async Task Advance_StepChangedBehindTheTasksBack_NothingIsWritten()
    {
        var template = await database.TemplateAsync(1, []);
        var task = await database.TaskAsync(template, places: 1);
        await using var other = await database.Engine.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        // What no engine statement does: the step moves, its task's row stays as it is.
        await using (var command = new NpgsqlCommand($"update tasker.steps set state = 4, lease_node = null where task_id = '{task}'", other, transaction))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using var connection = await database.Engine.OpenConnectionAsync();
        var waiting = FlowWriter.WriteAsync(connection, database.Node, [], [End(task.Step(0))], 0, CancellationToken.None);
        await WaitsForLockAsync(connection.ProcessID);
        await transaction.CommitAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => waiting);
        Assert.Equal(PostgresErrorCodes.SerializationFailure, refused.SqlState);
        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from tasker.transitions where task_id = '{task}' and path <> '\\x0001020304'"));
        await database.ExecuteAsync($"delete from tasker.transitions where task_id = '{task}'; delete from tasker.steps where task_id = '{task}'; delete from tasker.tasks where task_id = '{task}'");
    }

    private static StepEnd End(StepId step) =>
        new(step.Task, step.StepNo, 1, StepState.Complete, "{}", null, TimeSpan.Zero, TimeSpan.Zero, MayClaim: false);

    private Task<bool> WaitsForLockAsync(int process) => TaskerHarness.UntilAsync(
        () => database.ScalarAsync<bool>($"select exists (select 1 from pg_stat_activity where pid = {process} and wait_event_type = 'Lock')"), waits => waits);
}
