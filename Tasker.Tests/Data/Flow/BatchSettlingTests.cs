using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>What the database does by itself when workers of a batch have ended, in cases that a running engine meets only by chance.</summary>
[Trait("Feature", "F088")]
public sealed class BatchSettlingTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    [Fact]
    public async Task Settle_IsolatedFailureAndAnotherBranchInOneCommit_WhatTheBranchSetFreeStarts()
    {
        var task = await BatchAsync(stopOnFailure: true);

        await database.EndTogetherAsync((task.Step(0), StepState.Error), (task.Step(1), StepState.Complete));

        Assert.Equal(StepState.ResolvedManually, await database.StateAsync(task.Step(0)));
        Assert.Equal((StepState.Enqueued, 1), (await database.StateAsync(task.Step(2)), await database.MessagesAsync(task.Step(2))));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
    }

    [Fact]
    public async Task Settle_WorkerFailedWhileItsTaskWasGivenUp_IsSetAsideWhenThatIsBroughtBack()
    {
        var task = await BatchAsync(stopOnFailure: false);
        await database.EndAsync(task.Step(1), StepState.Error);
        await database.ExecuteAsync($"update tasker.tasks set state = 10 where task_id = '{task}'");
        await database.EndAsync(task.Step(0), StepState.Error);
        Assert.Equal(StepState.Error, await database.StateAsync(task.Step(0)));

        using var acts = new OperationsFixture(database);
        Assert.IsType<OperatorOutcome.Applied>(await acts.RetryAsync(task.Step(1)));

        Assert.Equal(StepState.ResolvedManually, await database.StateAsync(task.Step(0)));
        Assert.Equal(StepState.Enqueued, await database.StateAsync(task.Step(1)));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
    }

    // Step 0 is the only worker of a batch that isolates its failures, running; 1 runs beside it, 2 comes after 1.
    private async Task<TaskId> BatchAsync(bool stopOnFailure)
    {
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(1, 2)], stopOnFailure), places: 2);
        await database.ExecuteAsync($"insert into tasker.batches (task_id, worker_no, parallelism, strategy) values ('{task}', 0, 1, 3)");
        await database.ExecuteAsync($"update tasker.steps set place = 1 where task_id = '{task}' and step_no = 0");
        return task;
    }
}
