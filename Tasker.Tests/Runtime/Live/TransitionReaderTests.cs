using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Flow;
using Tasker.Data.Live;
using Tasker.Data.Retention;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Live;

[Trait("Feature", "F104")]
public sealed class TransitionReaderTests : WorkflowDatabase
{
    private readonly LiveBell _bell = new();
    private readonly LiveFeed _feed = new(TimeProvider.System);
    private readonly LiveProjection _projection = new(TimeProvider.System);

    [Fact]
    public async Task Run_RungAfterACommit_DeliversEveryMoveAndSubscribersNeedNoQuery()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        using var reader = Reader();
        await using var tail = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Conflate = false });
        await reader.StartAsync(default);
        Assert.True((await tail.ReadAsync(default))!.HasGap);

        var made = await CreateAsync(1, NewTask(template));
        await EndAsync(0, End(made.Claimed[0], StepState.Complete));
        _bell.Ring();
        var events = new List<LiveEvent>();
        while (events.Count < 10) events.AddRange((await tail.ReadAsync(new CancellationTokenSource(TaskerHarness.Patience).Token))!.Events);
        await reader.StopAsync(default);

        Assert.Equal(
            ["pending", "initializing", "enqueuing_steps", "steps_in_process", "evaluating_results", "complete"],
            events.Where(e => e.Kind == LiveEventKind.Task).Select(e => e.ToState));
        Assert.Equal(
            ["enqueued", "in_progress", "enqueued_for_orchestration", "complete"],
            events.Where(e => e is { Kind: LiveEventKind.Step, StepNo: 0 }).Select(e => e.ToState));
        Assert.All(events, e => Assert.Equal(template, e.TemplateId));
        Assert.Equal(Enumerable.Range(0, events.Count).Select(n => events[0].Seq + n), events.Select(e => e.Seq));
        Assert.Equal(LiveFeedState.Live, _feed.Freshness.State);
    }

    [Fact]
    public async Task ReadOnceAsync_WhileWorkGoesOnInParallel_CountsLikeBruteForce()
    {
        var templates = new[]
        {
            (await PublishAsync(TemplateText.Steps(("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b", "c"])))).TemplateId,
            (await PublishAsync(TemplateText.Minimal)).TemplateId,
        };
        await WorkAsync(templates, seed: 1, rounds: 10);
        using var reader = Reader();
        var working = Enumerable.Range(2, 3).Select(seed => Task.Run(() => WorkAsync(templates, seed, rounds: 40))).ToArray();

        await using var log = await reader.StartLogAsync(default);
        for (var n = 0; !Task.WhenAll(working).IsCompleted; n++) await reader.ReadOnceAsync(log, recount: n == 5, default);
        await Task.WhenAll(working);
        await reader.ReadOnceAsync(log, recount: false, default);

        var followed = _projection.Read()!;
        var (counted, totals) = await TransitionLog.StartAsync(Source, TimeProvider.System, TimeSpan.FromSeconds(5), default);
        await counted.DisposeAsync();
        Assert.Equal(totals.Tasks.OrderBy(t => t.Key), followed.Tasks.OrderBy(t => t.Key));
        Assert.Equal(totals.LiveSteps.OrderBy(s => s.Key), followed.LiveSteps.OrderBy(s => s.Key));
        Assert.True(totals.Tasks.Count > 4 && totals.LiveSteps.Count >= 2, "the run was too dull to prove anything");
    }

    [Fact]
    public async Task Run_ConnectionKilled_IsLostThenLiveAgainWithAGap()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        using var reader = Reader();
        await using var watching = _feed.Subscribe(new LiveInterest.TaskList());
        await reader.StartAsync(default);
        using var limit = new CancellationTokenSource(TaskerHarness.Patience);
        Assert.True((await watching.ReadAsync(limit.Token))!.HasGap);

        await ExecuteAsync("""
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and query not like '%pg_terminate_backend%'
            """);
        Assert.True((await watching.ReadAsync(limit.Token))!.HasGap);
        await CreateAsync(0, NewTask(template));
        var batch = await watching.ReadAsync(limit.Token);
        await reader.StopAsync(default);

        Assert.Equal("steps_in_process", Assert.Single(batch!.Events).ToState);
    }

    [Fact]
    public async Task Run_NobodyWatches_ReadsNothingAndHoldsNoConnection()
    {
        using var reader = Reader();
        await reader.StartAsync(default);
        await PublishAsync(TemplateText.Minimal);

        Assert.Null(_projection.Read());
        Assert.Equal(LiveFeedState.Idle, _feed.Freshness.State);
        await reader.StopAsync(default);
    }

    [Fact]
    [Trait("Feature", "F009")]
    public async Task ReadOnceAsync_FinishedTasksWereDeleted_GoesOnAndARecountIsRight()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        using var reader = Reader();
        var made = await CreateAsync(2, NewTask(template), NewTask(template));
        await EndAsync(0, [.. made.Claimed.Select(c => End(c, StepState.Complete))]);
        await using var log = await reader.StartLogAsync(default);
        await using var tail = _feed.Subscribe(new LiveInterest.Global(), new LiveSubscribeOptions { Conflate = false });
        Assert.Equal(2, _projection.Read()!.Tasks[(template, TaskState.Complete)]);

        // Keeping until an hour from now: everything that has ended goes.
        var deleted = await RetentionStore.DeleteAsync(Source.Engine, TaskState.Complete, default, TimeSpan.FromHours(-1), 100, 100, default);
        Assert.Equal(2, deleted.Tasks);
        var third = await CreateAsync(1, NewTask(template));
        await EndAsync(0, End(third.Claimed[0], StepState.Complete));
        await reader.ReadOnceAsync(log, recount: false, default);

        var batch = await tail.ReadAsync(new CancellationTokenSource(TaskerHarness.Patience).Token);
        Assert.All(batch!.Events, e => Assert.Equal(third.Claimed[0].TaskId, e.TaskId));
        Assert.Contains(batch.Events, e => e is { Kind: LiveEventKind.Task, ToState: "complete" });
        // Deleting is no move: what is gone is counted until the next recount.
        Assert.Equal(3, _projection.Read()!.Tasks[(template, TaskState.Complete)]);
        await reader.ReadOnceAsync(log, recount: true, default);
        Assert.Equal(1, _projection.Read()!.Tasks[(template, TaskState.Complete)]);
    }

    private TransitionReader Reader() =>
        new(Source, _bell, _feed, _projection, new LiveOptions(), TimeProvider.System, NullLogger<TransitionReader>.Instance);

    /// <summary>Creates tasks and ends attempts at random; what is left over stays queued, running or waiting.</summary>
    private async Task WorkAsync(int[] templates, int seed, int rounds)
    {
        var random = new Random(seed);
        var held = new List<ClaimedStep>();
        for (var round = 0; round < rounds; round++)
        {
            var made = await CreateAsync(random.Next(4), [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => NewTask(templates[random.Next(2)]))]);
            held.AddRange(made.Claimed);
            StepEnd[] ends = [.. held.Where(_ => random.Next(3) > 0).Select(h => End(h, (StepState)random.Next(6, 9) switch
            {
                StepState.WaitingForRetry => StepState.WaitingForRetry,
                StepState.Error => StepState.Error,
                _ => StepState.Complete,
            }))];
            if (ends.Length == 0) continue;
            var ended = await EndAsync(random.Next(3), ends);
            held.RemoveAll(h => ends.Any(e => e.TaskId == h.TaskId && e.StepNo == h.StepNo));
            held.AddRange(ended.Claimed);
        }
    }
}
