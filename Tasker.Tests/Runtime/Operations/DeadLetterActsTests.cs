using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Tests.Data.DeadLetters;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>What people do with dead letters.</summary>
public sealed class DeadLetterActsTests(DeadLetterDatabase database) : IClassFixture<DeadLetterDatabase>, IDisposable
{
    private const string Ben = "user:ben";
    private readonly OperationsFixture _acts = new(database);

    public void Dispose() => _acts.Dispose();

    [Theory]
    [Trait("Feature", "F120")]
    [InlineData("manually_resolved")]
    [InlineData("permanently_failed")]
    [InlineData("cancelled")]
    public async Task Resolve_Pending_IsDecidedOnceWithNotesAndName(string resolution)
    {
        var task = await FailedAsync();
        var entry = (await database.EntryAsync(task))!.Item.EntryId;

        Assert.Equal(new OperatorOutcome.Applied(resolution), await ResolveAsync(entry, resolution));
        var second = await ResolveAsync(entry, "cancelled", Ben);
        var reopened = await ResolveAsync(entry, null, Ben, expected: resolution);

        var item = (await database.EntryAsync(task))!.Item;
        Assert.Equal((resolution, OperationsFixture.Ana, "looked into it"), (item.Resolution, item.ResolvedBy, item.Notes));
        var conflict = Assert.IsType<OperatorOutcome.Conflict>(second);
        Assert.Equal((resolution, OperationsFixture.Ana, item.ResolvedAt), (conflict.CurrentState, conflict.By, conflict.At));
        Assert.IsType<OperatorOutcome.Refused>(reopened);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(task));
        Assert.Equal(["applied", "conflict", "refused"], await CommandsAsync(task));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F120")]
    public async Task Resolve_WithoutStatus_KeepsNotesAndStaysPending()
    {
        var task = await FailedAsync();
        var entry = (await database.EntryAsync(task))!.Item.EntryId;

        Assert.Equal(new OperatorOutcome.Applied("pending"), await ResolveAsync(entry, null, metadata: """{"ticket": 7}"""));

        var kept = (await database.EntryAsync(task))!;
        Assert.Equal(("pending", "looked into it", """{"ticket": 7}"""), (kept.Item.Resolution, kept.Item.Notes, kept.Metadata?.Json));
        Assert.Null(kept.Item.ResolvedBy);
        Assert.IsType<OperatorOutcome.Applied>(await ResolveAsync(entry, "cancelled"));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F120")]
    public async Task Resolve_SameKeyTwice_IsReplayed()
    {
        var entry = (await database.EntryAsync(await FailedAsync()))!.Item.EntryId;

        await ResolveAsync(entry, "cancelled", key: "resolve-1");
        var again = await ResolveAsync(entry, "cancelled", key: "resolve-1");
        var other = (await database.EntryAsync(await FailedAsync()))!.Item.EntryId;

        Assert.Equal(new OperatorOutcome.Applied("cancelled"), Assert.IsType<OperatorOutcome.Replayed>(again).First);
        Assert.IsType<OperatorOutcome.Refused>(await ResolveAsync(other, "cancelled", key: "resolve-1"));
    }

    [Fact]
    [Trait("Feature", "F120")]
    public async Task Resolve_TwentyAtOnce_OneWins()
    {
        var entry = (await database.EntryAsync(await FailedAsync()))!.Item.EntryId;

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => ResolveAsync(entry, "cancelled", $"user:u{i}"))));

        Assert.Single(all, o => o is OperatorOutcome.Applied);
        Assert.Equal(19, all.Count(o => o is OperatorOutcome.Conflict));
    }

    [Theory]
    [Trait("Feature", "F120")]
    [InlineData("pending", "pending", null)]
    [InlineData("cancelled", "lost", null)]
    [InlineData("cancelled", "pending", "[1]")]
    public async Task Resolve_BadRequest_IsRefused(string resolution, string expected, string? metadata) =>
        Assert.IsType<OperatorOutcome.Refused>(await ResolveAsync(Guid.CreateVersion7(), resolution, expected: expected, metadata: metadata));

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Enter_AnyTask_IsPendingOnce()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []), places: 1);

        var made = await EnterAsync(task);
        var second = await EnterAsync(task, Ben);

        var item = (await database.EntryAsync(task))!.Item;
        Assert.Equal((new OperatorOutcome.Applied("pending"), item.EntryId), (made.Outcome, made.EntryId));
        Assert.Equal(("manual_dlq", "steps_in_process"), (item.Reason, item.OriginalState));
        Assert.Equal("the entry of manual_dlq", Assert.IsType<OperatorOutcome.Conflict>(second.Outcome).By);
        Assert.Equal(item.EntryId, second.EntryId);
        Assert.IsType<OperatorOutcome.NotFound>((await EnterAsync(TaskId.New(TimeProvider.System))).Outcome);
        Assert.Single((await database.EndAsync(task.Step(0), StepState.Complete)).Accepted);
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Enter_SameKeyTwice_IsReplayedWithTheEntry()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []), places: 1);
        var made = await EnterAsync(task, key: "enter-1");

        var again = await EnterAsync(task, key: "enter-1");

        Assert.IsType<OperatorOutcome.Replayed>(again.Outcome);
        Assert.Equal(made.EntryId, again.EntryId);
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Requeue_FailedTask_RunsAgainAndTheEntryIsClosed()
    {
        var task = await FailedAsync();
        var entry = (await database.EntryAsync(task))!.Item.EntryId;

        Assert.Equal(new OperatorOutcome.Applied("manually_resolved"), await RequeueAsync(entry));

        Assert.Equal(StepState.Enqueued, await database.StateAsync(task.Step(0)));
        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
        var item = (await database.EntryAsync(task))!.Item;
        Assert.Equal(("manually_resolved", "once more"), (item.Resolution, item.Notes));
        Assert.IsType<OperatorOutcome.Conflict>(await RequeueAsync(entry, Ben));
        await database.AssertConsistentAsync();
        Assert.Contains(task, (await database.ClaimAsync(100)).Claimed.Select(c => c.TaskId));
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Requeue_NothingToRetry_IsRefusedAndLaterPossible()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []), places: 1);
        var entry = (await EnterAsync(task)).EntryId!.Value;
        Assert.IsType<OperatorOutcome.Refused>(await RequeueAsync(entry));
        Assert.Equal("pending", (await database.EntryAsync(task))!.Item.Resolution);

        await database.FailAsync(task.Step(0));

        Assert.Equal(new OperatorOutcome.Applied("manually_resolved"), await RequeueAsync(entry));
        Assert.Equal(StepState.Enqueued, await database.StateAsync(task.Step(0)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Requeue_DiedHalfWay_IsFinishedByTheNextCallAndANewFailureIsKept()
    {
        var task = await FailedAsync();
        var entry = (await database.EntryAsync(task))!.Item;
        // The first half, and then the step fails again before the second.
        var key = await database.Reads.RequeueKeyAsync(entry.EntryId, task, default);
        await _acts.Get<RetryAllFailed>().HandleAsync(
            new TaskActRequest { TaskId = task, Actor = OperationsFixture.Ana, Reason = "once more", IdempotencyKey = key }, default);
        await ClaimUntilAsync(task);
        Assert.Empty((await database.FailAsync(task.Step(0), attempt: 2)).DeadLetters);

        Assert.Equal(new OperatorOutcome.Applied("manually_resolved"), await RequeueAsync(entry.EntryId));

        var newest = (await database.EntryAsync(task))!.Item;
        Assert.NotEqual(entry.EntryId, newest.EntryId);
        Assert.Equal(("pending", "max_retries_exceeded"), (newest.Resolution, newest.Reason));
        Assert.Equal(StepState.Error, await database.StateAsync(task.Step(0)));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Close_ByFilter_ClosesWhatMatchesAndIsRecorded()
    {
        var template = await database.TemplateAsync(1, []);
        var name = await database.ScalarAsync<string>($"select name from tasker.templates where template_id = {template}");
        var tasks = new List<TaskId>();
        for (var i = 0; i < 3; i++) tasks.Add(await FailedAsync(template));
        var other = await FailedAsync();

        var done = await _acts.Get<CloseDeadLetters>().HandleAsync(Close(null, new DeadLetterFilter { Template = name, TaskState = TaskState.BlockedByFailures }), default);
        var again = await _acts.Get<CloseDeadLetters>().HandleAsync(
            Close([.. (await Task.WhenAll(tasks.Select(database.EntryAsync))).Select(e => e!.Item.EntryId)], null), default);

        Assert.Equal(new CloseDeadLettersOutcome(null, 3, 0, false), done);
        Assert.Equal(new CloseDeadLettersOutcome(null, 0, 3, false), again);
        foreach (var task in tasks) Assert.Equal("permanently_failed", (await database.EntryAsync(task))!.Item.Resolution);
        Assert.Equal("pending", (await database.EntryAsync(other))!.Item.Resolution);
        Assert.Equal(["applied", "conflict"], await CommandsAsync(tasks[0]));
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task Close_WithoutTarget_IsRefused()
    {
        var close = _acts.Get<CloseDeadLetters>();

        Assert.NotNull((await close.HandleAsync(Close(null, null), default)).Problem);
        Assert.NotNull((await close.HandleAsync(Close([], null), default)).Problem);
        Assert.NotNull((await close.HandleAsync(Close(null, new DeadLetterFilter()), default)).Problem);
        Assert.NotNull((await close.HandleAsync(Close([.. Enumerable.Range(0, 201).Select(_ => Guid.CreateVersion7())], null), default)).Problem);
    }

    private static CloseDeadLettersRequest Close(IReadOnlyList<Guid>? entries, DeadLetterFilter? filter) =>
        new() { EntryIds = entries, Filter = filter, Resolution = "permanently_failed", Actor = OperationsFixture.Ana, Notes = "the supplier is gone" };

    private async Task<TaskId> FailedAsync(int? template = null)
    {
        var task = await database.TaskAsync(template ?? await database.TemplateAsync(1, []), places: 1);
        await database.FailAsync(task.Step(0));
        return task;
    }

    private async Task ClaimUntilAsync(TaskId task)
    {
        while (!(await database.ClaimAsync(100)).Claimed.Any(c => c.TaskId == task)) Assert.Equal(StepState.Enqueued, await database.StateAsync(task.Step(0)));
    }

    private Task<OperatorOutcome> ResolveAsync(
        Guid entry, string? resolution, string actor = OperationsFixture.Ana, string expected = "pending", string? metadata = null, string? key = null) =>
        _acts.Get<ResolveDeadLetter>().HandleAsync(
            new ResolveDeadLetterRequest
            {
                EntryId = entry, Actor = actor, Notes = "looked into it", Resolution = resolution, ExpectedStatus = expected, MetadataJson = metadata,
                IdempotencyKey = key,
            },
            default);

    private Task<OperatorOutcome> RequeueAsync(Guid entry, string actor = OperationsFixture.Ana) =>
        _acts.Get<RequeueDeadLetter>().HandleAsync(new RequeueDeadLetterRequest { EntryId = entry, Actor = actor, Reason = "once more" }, default);

    private Task<EnterOutcome> EnterAsync(TaskId task, string actor = OperationsFixture.Ana, string? key = null) =>
        _acts.Get<EnterDeadLetter>().HandleAsync(new EnterDeadLetterRequest { TaskId = task, Actor = actor, Reason = "odd", IdempotencyKey = key }, default);

    private Task<string[]> CommandsAsync(TaskId task) => database.ScalarAsync<string[]>(
        $"select array_agg(outcome order by command_id) from tasker.operator_commands where task_id = '{task}' and kind like 'dlq.%'");
}
