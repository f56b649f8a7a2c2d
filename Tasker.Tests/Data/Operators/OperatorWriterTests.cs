using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Operators;

[Trait("Feature", "F106")]
public sealed class OperatorWriterTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    private static readonly OperatorAct Retry = new()
    {
        Scope = OperatorScope.Step,
        Kind = "step.retry",
        Actor = "user:ana",
        Reason = "bulk",
        Args = """{"job": 1}""",
        Moves = [new OperatorMove((short)StepState.Error, [8, 1])],
        RefusedIn = [TaskState.Cancelled],
    };

    [Fact]
    public async Task ApplyAsync_ManyTargets_GiveOneOutcomeEachInTheirOrder()
    {
        var template = await database.TemplateAsync(3, []);
        var task = await database.TaskAsync(template, places: 3);
        var other = await database.TaskAsync(template);
        await database.EndAsync(task.Step(0), StepState.Error);
        await database.EndAsync(task.Step(2), StepState.Error);

        var result = await new OperatorWriter(database.Data).ApplyAsync(
            Retry,
            [Target(task.Step(0)), Target(other.Step(0), StepState.Error), Target(task.Step(9)), Target(task.Step(2)), Target(task.Step(1))],
            CancellationToken.None);

        Assert.Equal(
            ["Applied", "Conflict", "NotFound", "Applied", "Refused"], result.Outcomes.Select(o => o.GetType().Name));
        Assert.Equal([template], result.QueuedTemplates);
        Assert.Empty(result.Interrupted);
        Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from tasker.operator_commands where args ->> 'job' = '1'"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task ApplyAsync_StepsOfOneTaskEndedTogether_Throws()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(2, [(0, 1)]));
        var resolve = Retry with { Kind = "step.resolve", Moves = [new OperatorMove((short)StepState.Pending, [1, 10])] };

        await Assert.ThrowsAsync<ArgumentException>(
            () => new OperatorWriter(database.Data).ApplyAsync(resolve, [Target(task.Step(0)), Target(task.Step(1))], CancellationToken.None));
    }

    [Fact]
    public async Task DropStepMessages_MessageHeldByAClaim_IsLeftToTheClaim()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(2, []));
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var claim = await connection.BeginTransactionAsync();
        await using var held = new Npgsql.NpgsqlCommand(
            $"select 1 from pgmq.q_worker_ops_queue where message ->> 'step_uuid' = '{task.Step(0)}' for update", connection);
        Assert.Equal(1, await held.ExecuteScalarAsync());

        Assert.Equal(1, await database.ScalarAsync<int>($"select tasker.drop_step_messages(array['{task}', '{task}']::uuid[], array[0, 1])"));

        await claim.RollbackAsync();
        Assert.Equal(1, await database.MessagesAsync(task.Step(0)));
        Assert.Equal(0, await database.MessagesAsync(task.Step(1)));
        await database.ExecuteAsync("delete from pgmq.q_worker_ops_queue; delete from tasker.transitions; delete from tasker.steps; delete from tasker.operator_commands; delete from tasker.tasks");
    }

    private static OperatorTarget Target(StepId step, StepState? expected = null) =>
        new(Guid.CreateVersion7(), step.Task, step.StepNo, (short?)expected, null);
}
