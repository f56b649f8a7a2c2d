using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Events;
using Tasker.Data.Leases;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Events;

/// <summary>Durable events are there for as long as they are kept: read by position, sent again, found when their node lost track of them.</summary>
[Trait("Feature", "F126")]
public sealed class EventLogTests : TestDatabase
{
    private const string Two = """
                  - { name: order.charged }
                  - { name: order.charged.eu }
        """;

    [Fact]
    public async Task Read_PageAfterPage_BringsEveryEventOnceInItsOrder()
    {
        await using var run = await EventRun.StartAsync(ConnectionString, "pages", Two);
        for (var i = 0; i < 3; i++) await run.RunAsync(TaskState.Complete, amount: i);
        await run.SettledAsync();
        var browser = new EventBrowser(new EventLog(run.Node.Data));

        var positions = new List<long>();
        for (var page = await browser.ReadAsync(0, null, 4, default); page.Events.Count > 0; page = await browser.ReadAsync(page.Next, null, 4, default))
        {
            positions.AddRange(page.Events.Select(e => e.Position));
        }

        Assert.Equal(6, positions.Count);
        Assert.Equal(positions.Distinct().Order(), positions);
        Assert.Equal(3, (await browser.ReadAsync(0, "order.charged", 100, default)).Events.Count);
        Assert.Equal(3, (await browser.ReadAsync(0, "order.charged.*", 100, default)).Events.Count);
        Assert.Equal(6, (await browser.ReadAsync(0, "order.*", 100, default)).Events.Count);
        var none = await browser.ReadAsync(0, "ord.*", 100, default);
        Assert.Equal((0, positions[^1]), (none.Events.Count, none.Next));
        Assert.NotNull((await browser.ReadAsync(0, "*.x", 100, default)).Problem);
    }

    [Fact]
    public async Task Replay_Range_SendsTheSameEventsOnceMoreAndIsRecorded()
    {
        await using var run = await EventRun.StartAsync(ConnectionString, "replayed", Two);
        await run.RunAsync(TaskState.Complete);
        var first = await run.QueueAsync(2);
        var replay = new ReplayEvents(new EventLog(run.Node.Data), TimeProvider.System);
        var request = new ReplayEventsRequest
        {
            From = 1, To = first[1].GetProperty("position").GetInt64(), Name = "order.charged", Actor = "user:ann", Reason = "the ledger lost it", IdempotencyKey = "r1",
        };

        var outcome = await replay.HandleAsync(request, default);
        var again = await replay.HandleAsync(request, default);

        Assert.Equal(new OperatorOutcome.Applied("1 sent"), outcome);
        Assert.Equal(new OperatorOutcome.Applied("1 sent"), Assert.IsType<OperatorOutcome.Replayed>(again).First);
        var queue = await run.QueueAsync(3);
        Assert.Equal(3, queue.Count);
        Assert.Equal(first[0].GetProperty("event_id").GetGuid(), queue[2].GetProperty("event_id").GetGuid());
        Assert.Equal(
            await run.Node.ScalarAsync<Guid>("select command_id from tasker.operator_commands where kind = 'events.replay' and actor = 'user:ann' and reason like 'the ledger%'"),
            queue[2].GetProperty("replay").GetGuid());
        Assert.IsType<OperatorOutcome.Refused>(await replay.HandleAsync(request with { IdempotencyKey = null, To = 0 }, default));
    }

    [Fact]
    public async Task Event_ItsNodeIsGone_AnotherNodePublishesItOnce()
    {
        await using var run = await EventRun.StartAsync(ConnectionString, "orphan", Two);
        await run.RunAsync(TaskState.Complete);
        var before = await run.QueueAsync(2);
        // As a node leaves it that died between the commit and the publication.
        await run.Node.ExecuteAsync("""
            insert into tasker.nodes (instance, host, pid, roles, started_at, renewed_at, lease_until)
            values (gen_random_uuid(), 'gone', 1, 'worker', now(), now(), now() - interval '1 second')
            """);
        await run.Node.ExecuteAsync("""
            insert into tasker.domain_events (event_id, event_name, namespace_name, task_id, step_no, attempt, step_name, template_id, template_step_no, event_no,
                correlation_id, node_id, occurred_at, state, payload, tries, retry_at)
            select gen_random_uuid(), event_name, namespace_name, task_id, step_no, attempt, step_name, template_id, template_step_no, event_no, correlation_id,
                (select max(node_id) from tasker.nodes), clock_timestamp(), 0, message -> 'payload', 0, clock_timestamp()
            from tasker.domain_events where event_name = 'order.charged'
            """);

        var queue = await run.QueueAsync(3);
        await run.SettledAsync();

        Assert.Equal(before[0].GetProperty("payload").GetRawText(), queue[2].GetProperty("payload").GetRawText());
        Assert.Equal(3, (await run.QueueAsync(3)).Count);
    }

    [Fact]
    public async Task Publish_TwoNodesWithOneEvent_PublishItOnce()
    {
        await using var run = await EventRun.StartAsync(ConnectionString, "twice", Two);
        await run.RunAsync(TaskState.Complete);
        await run.QueueAsync(2);
        var store = new DomainEventStore(run.Node.Data);
        await run.Node.ExecuteAsync("update tasker.domain_events set state = 0, payload = message -> 'payload', message = null, position = null, done_at = null, retry_at = 'infinity'");
        await run.Node.ExecuteAsync("delete from pgmq.q_ev_twice_domain_events");
        var ids = await run.Node.ScalarAsync<Guid[]>("select array_agg(event_id) from tasker.domain_events");

        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.PublishAsync([.. ids.Select(id => (id, "{}"))], default)));

        Assert.Equal(2, published.Sum(p => p.Count));
        Assert.Equal(2, (await run.QueueAsync(2)).Count);
    }

    [Fact]
    public async Task Prune_EventIsOlderThanItsTime_IsDeletedAndPendingOnesStay()
    {
        await using var run = await EventRun.StartAsync(ConnectionString, "pruned", Two);
        await run.RunAsync(TaskState.Complete);
        await run.QueueAsync(2);
        await run.Node.ExecuteAsync("update tasker.domain_events set done_at = now() - interval '8 days' where event_name = 'order.charged'");
        await run.Node.ExecuteAsync("""
            update tasker.domain_events
            set state = 0, payload = '{}', message = null, position = null, done_at = null, retry_at = 'infinity', occurred_at = now() - interval '8 days'
            where event_name = 'order.charged.eu'
            """);

        Assert.Equal(1, await new DomainEventStore(run.Node.Data).PruneAsync(TimeSpan.FromDays(7), 100, default));
        Assert.Equal("order.charged.eu", await run.Node.ScalarAsync<string>("select event_name from tasker.domain_events"));
    }
}
