using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>Priorities: the formula, the order of claims, and that nothing waits for ever. Each test has a database of its own.</summary>
[Trait("Feature", "F035")]
public sealed class QueueRankTests : FlowDatabase
{
    [Theory]
    [InlineData(0, 0, 0, 60, false)] // same priority: the older one first
    [InlineData(1, 0, 0, 29, true)] // one point is worth 30 seconds
    [InlineData(1, 0, 0, 31, false)]
    [InlineData(0, 0, -1, 29, true)]
    [InlineData(0, 0, -1, 31, false)]
    [InlineData(-50, 0, -100, 1499, true)] // 50 points are worth 25 minutes, below zero as above
    [InlineData(-50, 0, -100, 1501, false)]
    [InlineData(100, 0, -100, 5999, true)] // the widest lead ends after 100 minutes
    [InlineData(100, 0, -100, 6001, false)]
    [InlineData(1000, 0, 100, 1, false)] // beyond the range nothing is gained
    public async Task Rank_TwoSteps_ComesFirstWhoseLeadIsNotUsedUp(int priority, int at, int other, int otherEarlier, bool first) =>
        Assert.Equal(first, await ScalarAsync<bool>($"""
            select tasker.queue_rank(t + {at} * interval '1 second', {priority}) < tasker.queue_rank(t - {otherEarlier} * interval '1 second', {other})
            from (values (timestamptz '2026-01-01 12:00+00')) v(t)
            """));

    [Fact]
    public async Task Claim_ThreePriorities_HighestFirst()
    {
        var template = await TemplateAsync(1, []);
        var (low, middle, high) = (await TaskAsync(template), await TaskAsync(template), await TaskAsync(template));
        await ChangeAsync(low, -5);
        await ChangeAsync(high, 7);

        var order = new List<TaskId>();
        for (var i = 0; i < 3; i++) order.Add(Assert.Single((await ClaimAsync(1)).Claimed).TaskId);

        Assert.Equal([high, middle, low], order);
    }

    [Fact]
    public async Task Claim_ConstantInflowOfHigherPriority_TheLowOneStartsWhenTheLeadIsUsedUp()
    {
        var template = await TemplateAsync(1, []);
        var low = await TaskAsync(template);
        // An hour passes with a step of priority 20 every 5 seconds and room for one every 5 seconds; the low one (0) began to wait with it.
        await ExecuteAsync("update pgmq.q_worker_ops_queue set vt = tasker.queue_rank(clock_timestamp() - interval '1 hour', 0)");
        var started = -1;
        for (var second = 0; second < 3600 && started < 0; second += 5)
        {
            var rival = await TaskAsync(template);
            await ExecuteAsync($"""
                update pgmq.q_worker_ops_queue set vt = tasker.queue_rank(clock_timestamp() - interval '1 hour' + {second} * interval '1 second', 20)
                where message ->> 'task_uuid' = '{rival}'
                """);
            if (Assert.Single((await ClaimAsync(1)).Claimed).TaskId == low) started = second;
        }

        Assert.InRange(started, 600, 610);
    }

    [Fact]
    public async Task Change_WaitingStep_MovesItAndRecordsIt()
    {
        var template = await TemplateAsync(1, []);
        var (first, second) = (await TaskAsync(template), await TaskAsync(template));

        Assert.IsType<OperatorOutcome.Applied>(await ChangeAsync(second, 3));

        Assert.Equal(second, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
        Assert.Equal(3, await ScalarAsync<short>($"select priority from tasker.tasks where task_id = '{second}'"));
        Assert.Equal("0 3 1", await ScalarAsync<string>("select concat_ws(' ', args ->> 'from', args ->> 'to', args ->> 'messages') from tasker.operator_commands"));
        Assert.Equal(first, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Change_ToTheLowestOfAStepThatFailed_ItStaysVisible()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await ChangeAsync(task, 100);
        await EndAsync(task.Step(0), StepState.WaitingForRetry);
        Assert.Equal(1, (await StageRetriesAsync()).Queued);

        await ChangeAsync(task, -100);

        Assert.Equal(task, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
    }

    [Fact]
    public async Task Change_RowThatIsHidden_StaysHiddenAsLongAndComesBackToItsNewPlace()
    {
        var template = await TemplateAsync(1, []);
        var (first, second) = (await TaskAsync(template), await TaskAsync(template));
        var relay = new Tasker.Data.Queue.RelayStore(Data);
        Assert.Equal(2, (await relay.OfferAsync(Queue.Name, TimeSpan.FromMinutes(1), 10, CancellationToken.None)).Count);

        await ChangeAsync(second, 3);
        await ChangeAsync(first, -3);

        Assert.Equal(0, await ScalarAsync<long>("select count(*) from pgmq.q_worker_ops_queue where vt not between now() and now() + interval '1 minute'"));
        await ExecuteAsync("update pgmq.q_worker_ops_queue set vt = clock_timestamp() - interval '1 second'");
        await relay.ExpireAsync(Queue.Name, 10, CancellationToken.None);
        Assert.Equal(second, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
        Assert.Equal(1, await ScalarAsync<long>("select count(*) from pgmq.q_worker_ops_queue where vt between tasker.queue_rank(now(), -3) - interval '10 s' and tasker.queue_rank(now(), -3)"));
    }

    [Fact]
    public async Task Change_FinishedOrUnknownTask_DoesNothing()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await EndAsync(task.Step(0), StepState.Complete);

        Assert.IsType<OperatorOutcome.Refused>(await ChangeAsync(task, 3));
        Assert.IsType<OperatorOutcome.NotFound>(await ChangeAsync(TaskId.New(TimeProvider.System), 3));
    }

    [Fact]
    public async Task Enqueue_StepComesBackAfterAFailure_StandsBehindItsEquals()
    {
        var template = await TemplateAsync(1, []);
        var failed = await TaskAsync(template, places: 1);
        await EndAsync(failed.Step(0), StepState.WaitingForRetry);
        await StageRetriesAsync();
        var later = await TaskAsync(template);

        Assert.Equal(later, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
        Assert.Equal(failed, Assert.Single((await ClaimAsync(1)).Claimed).TaskId);
    }

    [Fact]
    [Trait("Feature", "F034")]
    public async Task Claim_20Pollers_NoStepGoesToTwo()
    {
        var template = await TemplateAsync(1, []);
        for (var i = 0; i < 300; i++) await TaskAsync(template);
        var got = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            var mine = new List<TaskId>();
            for (var i = 0; i < 10; i++) mine.AddRange((await ClaimAsync(5)).Claimed.Select(c => c.TaskId));
            return mine;
        })));

        var all = got.SelectMany(g => g).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.Equal(300 - all.Count, (await ClaimAsync(500)).Claimed.Count);
        Assert.True(got.Count(g => g.Count > 0) > 1);
    }

    private Task<OperatorOutcome> ChangeAsync(TaskId task, short priority) =>
        new PriorityWriter(Data).ChangeAsync(Guid.CreateVersion7(), task, priority, "user:ana", "customer waits", null, CancellationToken.None);
}
