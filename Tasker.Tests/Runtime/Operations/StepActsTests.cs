using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;
using static Tasker.Data.Workflow.StepState;

namespace Tasker.Tests.Runtime.Operations;

[Trait("Feature", "F028")]
public sealed class StepActsTests(FlowDatabase database) : IClassFixture<FlowDatabase>, IDisposable
{
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    /// <summary>For every state: what retry, fail, resolve and complete make of it; null where they are refused.</summary>
    public static TheoryData<StepState, StepState?, StepState?, StepState?, StepState?> States => new()
    {
        { Pending, null, Error, ResolvedManually, Complete },
        { Enqueued, null, Error, ResolvedManually, Complete },
        { InProgress, null, Error, ResolvedManually, Complete },
        { EnqueuedForOrchestration, null, Error, ResolvedManually, Complete },
        { EnqueuedAsErrorForOrchestration, null, Error, ResolvedManually, Complete },
        { WaitingForRetry, Enqueued, Error, ResolvedManually, Complete },
        { Complete, null, null, null, null },
        { Error, Enqueued, null, ResolvedManually, Complete },
        { Cancelled, null, null, null, null },
        { ResolvedManually, null, null, null, null },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Acts_StepInEachState_ApplyOrRefuse(StepState from, StepState? retried, StepState? failed, StepState? resolved, StepState? completed)
    {
        await AssertActAsync(from, s => _acts.RetryAsync(s, from), retried);
        await AssertActAsync(from, s => _acts.FailAsync(s, from), failed);
        await AssertActAsync(from, s => _acts.ResolveAsync(s, from), resolved);
        await AssertActAsync(from, s => _acts.CompleteAsync(s, expected: from), completed);
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryStep_AttemptsExhausted_RunsAgainWithHistoryKept()
    {
        var step = await _acts.StepInAsync(Error);
        await database.ExecuteAsync($"update tasker.steps set max_attempts = 1 where task_id = '{step.Task}'");

        Assert.Equal(new OperatorOutcome.Applied("enqueued"), await _acts.RetryAsync(step));

        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(step.Task));
        Assert.Equal((short)0, await database.ScalarAsync<short>($"select (attempts - attempts_forgiven)::smallint from tasker.steps where {Is(step)}"));
        Assert.Equal(
            ["pending→", "pending→enqueued", "enqueued→in_progress", "user:ana error→pending because", "user:ana pending→enqueued because"],
            (await HistoryAsync(step)).Where(h => !h.Contains("orchestration", StringComparison.Ordinal)));
        Assert.Equal([(short)2], (await database.ClaimAsync(1000)).Claimed.Where(c => c.TaskId == step.Task).Select(c => c.Attempt));
        await database.EndAsync(step, Complete, attempt: 2);
        Assert.Equal(Enqueued, await database.StateAsync(step.Task.Step(1)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task RetryStep_WaitingForRetry_RunsNowWithoutForgivingAttempts()
    {
        var step = await _acts.StepInAsync(WaitingForRetry);

        await _acts.RetryAsync(step);

        Assert.Equal((short)0, await database.ScalarAsync<short>($"select attempts_forgiven from tasker.steps where {Is(step)}"));
        Assert.Equal(1, await database.MessagesAsync(step));
        Assert.Single(_acts.Signals.Queued);
    }

    [Fact]
    public async Task RetryStep_ParentsUnfinished_RestsUntilTheyEnd()
    {
        var child = await _acts.StepInAsync(Pending);
        await _acts.FailAsync(child);

        Assert.Equal(new OperatorOutcome.Applied("pending"), await _acts.RetryAsync(child, Error));

        Assert.Equal(0, await database.MessagesAsync(child));
        await _acts.ResolveAsync(child.Task.Step(0));
        Assert.Equal(Enqueued, await database.StateAsync(child));
        await database.AssertConsistentAsync();
    }

    [Fact]
    public async Task FailStep_InProgress_LateResultIsRefusedAndHandlerSignalled()
    {
        var step = await _acts.StepInAsync(InProgress);

        await _acts.FailAsync(step);

        Assert.Equal([(step, (short)1, database.Node)], _acts.Signals.Interrupted);
        Assert.Empty((await database.EndAsync(step, Complete)).Accepted);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(step.Task));
        Assert.Equal(
            """{"message": "because", "error_type": "failed_by_operator"}""",
            await database.ScalarAsync<string>($"select failure::text from tasker.steps where {Is(step)}"));
        Assert.Equal("error", await database.ScalarAsync<string>($"select outcome from tasker.step_attempts where {Is(step)}"));
    }

    [Fact]
    public async Task FailStep_HandedOver_TakesItsResultAwayAndTheHandOverIsIgnored()
    {
        var step = await _acts.StepInAsync(EnqueuedForOrchestration);

        await _acts.FailAsync(step);

        Assert.True(await database.ScalarAsync<bool>($"select result is null from tasker.steps where {Is(step)}"));
        Assert.Equal(Error, await database.StateAsync(step));
    }

    [Fact]
    public async Task CompleteStep_Error_ChildReadsTheResultAndStarts()
    {
        var step = await _acts.StepInAsync(Error);

        await _acts.CompleteAsync(step, """{"total": 7}""");

        Assert.Equal("7", await database.ScalarAsync<string>($"select result ->> 'total' from tasker.steps where {Is(step)}"));
        Assert.Equal(Enqueued, await database.StateAsync(step.Task.Step(1)));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(step.Task));
    }

    [Fact]
    public async Task CompleteStep_Enqueued_DropsTheMessage()
    {
        var step = await _acts.StepInAsync(Enqueued);

        await _acts.CompleteAsync(step);

        Assert.Equal(0, await database.MessagesAsync(step));
        Assert.Equal(1, await database.MessagesAsync(step.Task.Step(1)));
    }

    [Theory]
    [InlineData("ana", "because", null)]
    [InlineData("user: ", "because", null)]
    [InlineData("user:a\0b", "because", null)]
    [InlineData("user:ana", " ", null)]
    [InlineData("user:ana", "because", "")]
    public async Task RetryStep_InvalidRequest_IsRefusedAndNotRecorded(string actor, string reason, string? key)
    {
        var step = await _acts.StepInAsync(Error);

        var outcome = await _acts.Get<Tasker.Runtime.Operations.RetryStep>().HandleAsync(
            new() { StepId = step, Actor = actor, Reason = reason, IdempotencyKey = key }, CancellationToken.None);

        Assert.IsType<OperatorOutcome.Refused>(outcome);
        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from tasker.operator_commands where {Is(step)}"));
    }

    [Fact]
    public async Task RetryStep_ActorWithHalfASurrogatePair_IsRefused()
    {
        var outcome = await _acts.RetryAsync(await _acts.StepInAsync(Error), actor: "user:" + (char)0xD800);

        Assert.IsType<OperatorOutcome.Refused>(outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\": \"\\u0000\"}")]
    public async Task CompleteStep_ResultThatCannotBeStored_IsRefused(string result)
    {
        var step = await _acts.StepInAsync(Error);

        Assert.IsType<OperatorOutcome.Refused>(await _acts.CompleteAsync(step, result));

        Assert.Equal(Error, await database.StateAsync(step));
    }

    [Fact]
    public async Task CompleteStep_ResultAboveOneMebibyte_IsRefused() =>
        Assert.IsType<OperatorOutcome.Refused>(await _acts.CompleteAsync(
            await _acts.StepInAsync(Error), "[" + string.Join(',', Enumerable.Repeat($"\"{new string('x', 9_990)}\"", 106)) + "]"));

    [Fact]
    public async Task RetryStep_NoSuchStep_IsNotFoundAndNotRecorded()
    {
        var step = await _acts.StepInAsync(Error);

        Assert.IsType<OperatorOutcome.NotFound>(await _acts.RetryAsync(step.Task.Step(9)));
        Assert.IsType<OperatorOutcome.NotFound>(await _acts.RetryAsync(TaskId.New(TimeProvider.System).Step(0)));

        Assert.Equal(0, await database.ScalarAsync<long>($"select count(*) from tasker.operator_commands where task_id = '{step.Task}'"));
    }

    private static string Is(StepId step) => $"task_id = '{step.Task}' and step_no = {step.StepNo}";

    private async Task AssertActAsync(StepState from, Func<StepId, Task<OperatorOutcome>> act, StepState? expected)
    {
        var step = await _acts.StepInAsync(from);
        var outcome = await act(step);
        if (expected is { } state)
        {
            Assert.Equal(new OperatorOutcome.Applied(state.Text()), outcome);
        }
        else
        {
            Assert.IsType<OperatorOutcome.Refused>(outcome);
        }

        Assert.Equal(expected ?? from, await database.StateAsync(step));
        Assert.Equal(
            expected is null ? "refused" : "applied",
            await database.ScalarAsync<string>($"select outcome from tasker.operator_commands where {Is(step)} order by command_id desc limit 1"));
    }

    private async Task<List<string>> HistoryAsync(StepId step)
    {
        var moves = new List<string>();
        await using var command = database.Data.Console.CreateCommand(
            $"""
            select concat_ws(' ', actor, case when from_no is null then to_state || '→' else from_state || '→' || to_state end, detail ->> 'reason')
            from tasker.step_transitions where {Is(step)} order by seq, hop
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) moves.Add(reader.GetString(0));
        return moves;
    }
}
