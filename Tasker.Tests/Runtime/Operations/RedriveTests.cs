using Tasker.Data.Operators;
using Tasker.Data.Sweeps;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>
/// Every act on a task in each state that a person may find it in: the commit of the act leaves a message for what runs next and tells the
/// engine, or the act is refused with the reason. Nothing is left for a poll to find.
/// </summary>
[Trait("Feature", "F122")]
public sealed class RedriveTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public enum Act { Retry, RetryInputs, RetryDownstream, Fail, Resolve, Skip, Complete, RetryAll, Cancel, ResolveTask, Rerun }

    /// <summary>For each act: which step it drives (or -1: it ends the task, -2: a new task), and the states in which it is refused.</summary>
    public static TheoryData<Act, int, string> Acts => new()
    {
        { Act.Retry, 0, "" },
        { Act.RetryInputs, 0, "" },
        { Act.RetryDownstream, 0, "" },
        { Act.Fail, 0, "BlockedByFailures Error WaitingForRetry StepsInProcess" },
        { Act.Resolve, 1, "" },
        { Act.Skip, 1, "" },
        { Act.Complete, 1, "" },
        { Act.RetryAll, 0, "" },
        { Act.Cancel, -1, "Error" },
        { Act.ResolveTask, -1, "" },
        { Act.Rerun, -2, "WaitingForRetry StepsInProcess" },
    };

    public void Dispose() => _acts.Dispose();

    [Theory]
    [MemberData(nameof(Acts))]
    public async Task Act_TaskInEachState_DrivesItInTheSameCommitOrSaysWhyNot(Act act, int driven, string refusedIn)
    {
        foreach (var state in new[] { TaskState.BlockedByFailures, TaskState.Error, TaskState.WaitingForRetry, TaskState.StepsInProcess })
        {
            var task = await TaskInAsync(state);
            _acts.Signals.Queued.Clear();

            var (outcome, made) = await DoAsync(act, task);

            if (refusedIn.Contains(state.ToString(), StringComparison.Ordinal))
            {
                Assert.NotEmpty(Assert.IsType<OperatorOutcome.Refused>(outcome).Reason);
                Assert.Equal(state, await database.StateAsync(task));
                continue;
            }

            Assert.True(outcome is OperatorOutcome.Applied, $"{act} in {state}: {outcome}");
            if (driven == -1)
            {
                Assert.True((await database.StateAsync(task)).IsTerminal());
                continue;
            }

            var running = driven == -2 ? made!.Value : task;
            Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(running));
            Assert.Equal(1, await database.MessagesAsync(running.Step(Math.Max(driven, 0))));
            Assert.NotEmpty(_acts.Signals.Queued);
        }

        await database.AssertConsistentAsync();
    }

    // 0 → 1 → 2 and 3 beside them; 0 failed.
    private async Task<TaskId> TaskInAsync(TaskState state)
    {
        var task = await database.TaskAsync(await database.TemplateAsync(4, [(0, 1), (1, 2)]), places: 2);
        await database.EndAsync(task.Step(0), StepState.Error);
        if (state == TaskState.WaitingForRetry) await database.EndAsync(task.Step(3), StepState.WaitingForRetry, delay: TimeSpan.FromHours(1));
        if (state is TaskState.BlockedByFailures or TaskState.Error) await database.EndAsync(task.Step(3), StepState.Complete);
        if (state == TaskState.Error) Assert.Equal([task], await GiveUpStore.GiveUpAsync(database.Engine, database.Node, [task], 0, CancellationToken.None));
        Assert.Equal(state, await database.StateAsync(task));
        return task;
    }

    private async Task<(OperatorOutcome Outcome, TaskId? Made)> DoAsync(Act act, TaskId task)
    {
        var step = task.Step(0);
        if (act == Act.Rerun)
        {
            var rerun = await _acts.RerunAsync(task);
            return (rerun.Outcome, rerun.NewTask);
        }

        return (await (act switch
        {
            Act.Retry => _acts.RetryAsync(step),
            Act.RetryInputs => _acts.RetryInputsAsync(step),
            Act.RetryDownstream => _acts.RetryDownstreamAsync(step),
            Act.Fail => _acts.FailAsync(step),
            Act.Resolve => _acts.ResolveAsync(step),
            Act.Skip => _acts.SkipAsync(step),
            Act.Complete => _acts.CompleteAsync(step),
            Act.RetryAll => _acts.RetryAllAsync(task),
            Act.Cancel => _acts.CancelAsync(task),
            _ => _acts.ResolveAsync(task),
        }), null);
    }
}
