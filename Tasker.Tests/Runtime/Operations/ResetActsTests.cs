using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>Retry with downstream, retry on other inputs, skip.</summary>
[Trait("Feature", "F122")]
public sealed class ResetActsTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    [Fact]
    public async Task RetryDownstream_StepsBelowInEveryState_AllRunAgainAndOnlyThey()
    {
        // 0 → 1 → {2, 3, 4} → 5, and 6 beside them. 1 and 2 end well, 3 fails, 4 is resolved, 5 waits, 6 ends well.
        var task = await database.TaskAsync(await database.TemplateAsync(7, [(0, 1), (1, 2), (1, 3), (1, 4), (2, 5), (3, 5), (4, 5)]), places: 7);
        await database.EndAsync(task.Step(6), StepState.Complete);
        await database.EndAsync(task.Step(0), StepState.Complete, places: 7);
        await database.EndAsync(task.Step(1), StepState.Complete, places: 7);
        await database.EndAsync(task.Step(2), StepState.Complete);
        await database.EndAsync(task.Step(3), StepState.Error);
        await _acts.ResolveAsync(task.Step(4));
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));

        Assert.Equal(new OperatorOutcome.Applied("enqueued"), await _acts.RetryDownstreamAsync(task.Step(1), expected: StepState.Complete));

        Assert.Equal("7 2 1 1 1 1 7", await StatesAsync(task));
        Assert.Equal("0 0 1 1 1 3 0", await ColumnAsync(task, "waits"));
        Assert.Equal("0 1 1 1 1 0 0", await ColumnAsync(task, "attempts_forgiven"));
        Assert.Equal("false true true true true true false", await ColumnAsync(task, "(result is null)"));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
        Assert.NotEmpty(_acts.Signals.Queued);
        await database.AssertConsistentAsync();

        Assert.Equal(["1 result 1", "2 result 1"], await KeptAsync(task));
        await RunAsync(task, 1);
        await RunAsync(task, 2, 3, 4);
        await RunAsync(task, 5);
        Assert.Equal(TaskState.Complete, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryDownstream_StepWithUnfinishedParent_RestsUntilItEnds()
    {
        // 0 fails; 1 (its child) was resolved ahead of it, and 2 after that.
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(0, 1), (1, 2)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Error);
        await _acts.ResolveAsync(task.Step(1));
        await database.ClaimAsync(1000);
        await database.EndAsync(task.Step(2), StepState.Complete);

        Assert.Equal(new OperatorOutcome.Applied("pending"), await _acts.RetryDownstreamAsync(task.Step(1)));

        Assert.Equal("8 1 1", await StatesAsync(task));
        Assert.Equal("0 1 1", await ColumnAsync(task, "waits"));
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData(StepState.InProgress)]
    [InlineData(StepState.EnqueuedForOrchestration)]
    [InlineData(StepState.EnqueuedAsErrorForOrchestration)]
    public async Task RetryDownstream_DescendantRuns_IsRefusedByName(StepState busy)
    {
        // 0 → 1 → 2: a grandchild counts like a child.
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(0, 1), (1, 2)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Complete, places: 1);
        await database.EndAsync(task.Step(1), StepState.Complete, places: 1);
        await BringAsync(task.Step(2), busy);

        var refused = Assert.IsType<OperatorOutcome.Refused>(await _acts.RetryDownstreamAsync(task.Step(0)));

        Assert.StartsWith($"step step_2 is {busy.Text()}", refused.Reason, StringComparison.Ordinal);
        Assert.Equal($"7 7 {(int)busy}", await StatesAsync(task));
        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData(StepState.InProgress)]
    [InlineData(StepState.EnqueuedForOrchestration)]
    [InlineData(StepState.EnqueuedAsErrorForOrchestration)]
    public async Task RetryDownstream_WhatRunsDoesNotDependOnIt_IsAppliedAndTheRestGoesOn(StepState busy)
    {
        // 0 → {1, 2} → 3: 1 is sent back while 2 runs.
        var task = await database.TaskAsync(await database.TemplateAsync(4, [(0, 1), (0, 2), (1, 3), (2, 3)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Complete, places: 2);
        await database.EndAsync(task.Step(1), StepState.Complete);
        await BringAsync(task.Step(2), busy);

        Assert.Equal(new OperatorOutcome.Applied("enqueued"), await _acts.RetryDownstreamAsync(task.Step(1)));

        Assert.Equal($"7 2 {(int)busy} 1", await StatesAsync(task));
        Assert.Equal("0 0 0 2", await ColumnAsync(task, "waits"));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryDownstream_DescendantIsQueued_WaitsForItsParentsAgainAndHasNoMessage()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(0, 1), (1, 2)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Complete);

        Assert.Equal(new OperatorOutcome.Applied("enqueued"), await _acts.RetryDownstreamAsync(task.Step(0)));

        Assert.Equal("2 1 1", await StatesAsync(task));
        Assert.Equal("0 1 1", await ColumnAsync(task, "waits"));
        Assert.Equal(0, await database.MessagesAsync(task.Step(1)));
        await database.AssertConsistentAsync();
        await RunAsync(task, 0);
        await RunAsync(task, 1);
        await RunAsync(task, 2);
        Assert.Equal(TaskState.Complete, await database.StateAsync(task));
    }

    [Fact]
    public async Task RetryDownstream_DescendantStartsWhileTheActIsApplied_IsRefusedByName()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(2, [(0, 1)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Complete);
        await using var worker = await database.Engine.OpenConnectionAsync();
        await using var claim = await worker.BeginTransactionAsync();
        Assert.Single((await FlowWriter.ClaimAsync(worker, database.Node, database.Queue, 10, CancellationToken.None)).Claimed);

        var act = Task.Run(() => _acts.RetryDownstreamAsync(task.Step(0)));
        await TaskerHarness.UntilAsync(
            () => database.ScalarAsync<bool>($"select exists (select 1 from pg_stat_activity where {worker.ProcessID} = any (pg_blocking_pids(pid)))"), waits => waits);
        await claim.CommitAsync();

        var refused = Assert.IsType<OperatorOutcome.Refused>(await act);
        Assert.StartsWith("step step_1 is in_progress", refused.Reason, StringComparison.Ordinal);
        Assert.Equal("7 3", await StatesAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task EndOfAStep_ResultsWereTakenBack_SuccessorGoesThroughTheQueueOnBothWays()
    {
        // {0, 1} → 2: a node that remembers the first result of 0 must not run 2 on it.
        var task = await database.TaskAsync(await database.TemplateAsync(3, [(0, 2), (1, 2)]), places: 2);
        await database.EndAsync(task.Step(0), StepState.Complete);
        await _acts.RetryDownstreamAsync(task.Step(0));
        Assert.Equal(1, Assert.Single((await database.ClaimAsync(1000)).Claimed, c => c.TaskId == task).Resets);
        await database.EndAsync(task.Step(0), StepState.Complete, attempt: 2);
        await using var connection = await database.Engine.OpenConnectionAsync();
        var end = new StepEnd(task, 1, 1, StepState.Complete, "1", null, TimeSpan.Zero, TimeSpan.Zero, MayClaim: true);

        Assert.Empty((await FlowWriter.CompleteAsync(connection, database.Node, [(end, 10)], CancellationToken.None)).Accepted);
        var written = await FlowWriter.WriteAsync(connection, database.Node, [], [end], 10, CancellationToken.None);

        Assert.Single(written.Accepted);
        Assert.Empty(written.Claimed);
        Assert.Equal("7 7 2", await StatesAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryDownstream_TaskComplete_IsRefused()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []), places: 1);
        await database.EndAsync(task.Step(0), StepState.Complete);

        Assert.Equal(new OperatorOutcome.Refused("the task is complete"), await _acts.RetryDownstreamAsync(task.Step(0)));
    }

    [Fact]
    public async Task RetryWithInputs_FailedTwice_KeepsWhatWasThereAndWhoChangedIt()
    {
        var step = await _acts.StepInAsync(StepState.Error);
        await database.ExecuteAsync($"update tasker.steps set checkpoint = '{{\"at\": 9}}' where task_id = '{step.Task}' and step_no = 0");

        Assert.Equal(new OperatorOutcome.Applied("enqueued"), await _acts.RetryInputsAsync(step, """{"amount": 5}""", actor: "user:ana"));
        var claimed = Assert.Single((await database.ClaimAsync(1000)).Claimed, c => c.TaskId == step.Task);
        Assert.Equal(("""{"amount": 5}""", (string?)null, (short)1), (claimed.Inputs, claimed.Checkpoint, claimed.Forgiven));
        await database.EndAsync(step, StepState.Error, attempt: 2);
        await _acts.RetryInputsAsync(step, """{"amount": 6}""", actor: "user:ben");

        var detail = (await _acts.Get<StepBrowser>().GetAsync(step, CancellationToken.None))!;
        Assert.Equal("""{"amount": 6}""", detail.Payloads.Inputs!.Json);
        Assert.Equal(
            [("inputs", """{"amount": 5}""", "user:ben"), ("checkpoint", """{"at": 9}""", "user:ana"), ("inputs", null, "user:ana")],
            detail.Replaced.Select(r => (r.What, r.Value?.Json, r.By)).OrderBy(r => r.By == "user:ana").ThenBy(r => r.What == "inputs"));
        Assert.All(detail.Replaced, r => Assert.Equal(("step.retry_inputs", "because"), (r.Kind, r.Reason)));
        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData(null)]
    public async Task RetryWithInputs_NoObject_IsRefused(string? inputs)
    {
        var step = await _acts.StepInAsync(StepState.Error);

        Assert.IsType<OperatorOutcome.Refused>(await _acts.RetryInputsAsync(step, inputs));

        Assert.Equal(StepState.Error, await database.StateAsync(step));
    }

    [Fact]
    public async Task SkipStep_Error_ChildStartsAndTheHistorySaysSkipped()
    {
        var step = await _acts.StepInAsync(StepState.Error);

        Assert.Equal(new OperatorOutcome.Applied("resolved_manually"), await _acts.SkipAsync(step, StepState.Error));

        Assert.Equal(StepState.Enqueued, await database.StateAsync(step.Task.Step(1)));
        Assert.True(await database.ScalarAsync<bool>(
            $"select (detail ->> 'skipped')::boolean from tasker.step_transitions where task_id = '{step.Task}' and step_no = 0 and to_no = 10"));
        Assert.Equal("step.skip", await database.ScalarAsync<string>($"select kind from tasker.operator_commands where task_id = '{step.Task}'"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task MixedActs_TwentyOperatorsAtOnce_OneWinsAndTheOthersLearnWhoWasFirst()
    {
        Func<StepId, string, Task<OperatorOutcome>>[] kinds =
        [
            (s, a) => _acts.RetryAsync(s, StepState.Error, a), (s, a) => _acts.RetryInputsAsync(s, expected: StepState.Error, actor: a),
            (s, a) => _acts.RetryDownstreamAsync(s, expected: StepState.Error, actor: a), (s, a) => _acts.SkipAsync(s, StepState.Error, a),
        ];
        for (var round = 0; round < 5; round++)
        {
            var step = await _acts.StepInAsync(StepState.Error);

            var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => kinds[i % 4](step, $"user:caller-{i}"))));

            var winner = Array.FindIndex(outcomes, o => o is OperatorOutcome.Applied);
            Assert.Equal(19, outcomes.OfType<OperatorOutcome.Conflict>().Count(c => c.By == $"user:caller-{winner}"));
        }

        await database.AssertConsistentAsync();
    }

    private Task BringAsync(StepId step, StepState state) => state switch
    {
        StepState.EnqueuedForOrchestration => database.HandOverAsync(step, StepState.Complete),
        StepState.EnqueuedAsErrorForOrchestration => database.HandOverAsync(step, StepState.Error),
        _ => Task.CompletedTask,
    };

    private async Task RunAsync(TaskId task, params int[] steps)
    {
        var claimed = (await database.ClaimAsync(1000)).Claimed.Where(c => c.TaskId == task).OrderBy(c => c.StepNo).ToList();
        Assert.Equal(steps, claimed.Select(c => c.StepNo));
        Assert.All(claimed, c => Assert.Equal(1, c.Resets));
        foreach (var step in claimed) await database.EndAsync(task.Step(step.StepNo), StepState.Complete, step.Attempt);
    }

    private Task<string> StatesAsync(TaskId task) => ColumnAsync(task, "state");

    private Task<string> ColumnAsync(TaskId task, string column) =>
        database.ScalarAsync<string>($"select string_agg(({column})::text, ' ' order by step_no) from tasker.steps where task_id = '{task}'");

    private async Task<string[]> KeptAsync(TaskId task) => await database.ScalarAsync<string[]>(
        $"select array_agg(step_no || ' ' || what || ' ' || value order by step_no) from tasker.step_payloads where task_id = '{task}'");
}
