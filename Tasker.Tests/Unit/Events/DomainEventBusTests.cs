using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Workflow;
using Tasker.Runtime.Events;
using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Unit.Events;

/// <summary>The bus of a process: who gets what, how much it holds, how it ends.</summary>
public sealed class DomainEventBusTests
{
    private readonly DomainEventStats _stats = new();
    private readonly ManualClock _clock = new();

    [Theory]
    [Trait("Feature", "F128")]
    [InlineData("order.charged", "order.charged", true)]
    [InlineData("order.charged", "order.charged.eu", false)]
    [InlineData("order.charged", "Order.charged", false)]
    [InlineData("order.*", "order.charged", true)]
    [InlineData("order.*", "order.charged.eu", true)]
    [InlineData("order.*", "order", false)]
    [InlineData("order.*", "order.", false)]
    [InlineData("order.*", "orders.charged", false)]
    [InlineData("*", "anything", true)]
    public void Pattern_Name_MatchesOrNot(string pattern, string name, bool matches) => Assert.Equal(matches, EventPattern.Parse(pattern).Matches(name));

    [Theory]
    [Trait("Feature", "F128")]
    [InlineData("order*")]
    [InlineData("*.charged")]
    [InlineData(".*")]
    [InlineData("a.*.b")]
    [InlineData(" ")]
    public void Pattern_IsNone_IsRefused(string pattern) => Assert.Throws<ArgumentException>(() => EventPattern.Parse(pattern));

    [Fact]
    [Trait("Feature", "F128")]
    [Trait("Feature", "F127")]
    public async Task Subscribers_OneThrows_OthersGetEveryEventInOrder()
    {
        await using var bus = Bus();
        var (exact, prefix, all) = (new List<string>(), new List<string>(), new List<string>());
        bus.Subscribe("*", (_, _) => throw new InvalidOperationException("mine"));
        bus.Subscribe("a.b", Into(exact));
        bus.Subscribe("a.*", Into(prefix));
        var gone = bus.Subscribe("*", Into(all));
        bus.Start();
        foreach (var name in new[] { "a.b", "a.c", "d" }) Assert.True(bus.TryPublish(Event(name)));
        await bus.DrainAsync();
        gone.Dispose();

        Assert.Equal(["a.b"], exact);
        Assert.Equal(["a.b", "a.c"], prefix);
        Assert.Equal(["a.b", "a.c", "d"], all);
        Assert.Equal((3, 3), (_stats.Read().HandlerErrors, _stats.Read().Fast));
    }

    [Fact]
    [Trait("Feature", "F129")]
    public async Task TryPublish_BufferIsFull_DropsAndCounts()
    {
        await using var bus = Bus();

        for (var i = 0; i < DomainEventBus.Capacity; i++) Assert.True(bus.TryPublish(Event("a")));
        Assert.False(bus.TryPublish(Event("b")));

        Assert.Equal((1000, 1, 1000), (DomainEventBus.Capacity, _stats.Read().Dropped, bus.Depth));
    }

    [Fact]
    [Trait("Feature", "F129")]
    public async Task Drain_SubscriberHangs_GivesUpAfterFiveSecondsAndCountsTheRest()
    {
        var bus = Bus();
        var begun = new TaskCompletionSource();
        bus.Subscribe("*", async (_, ct) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, ct);
        });
        bus.Start();
        foreach (var name in new[] { "a", "b", "c" }) bus.TryPublish(Event(name));
        await begun.Task.WaitAsync(TaskerHarness.Patience);

        var drain = bus.DrainAsync();
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(drain.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        await drain.WaitAsync(TaskerHarness.Patience);
        await bus.DisposeAsync();

        Assert.Equal(2, _stats.Read().Dropped);
        Assert.False(bus.TryPublish(Event("late")));
    }

    [Theory]
    [Trait("Feature", "F125")]
    [InlineData(EventCondition.Success, "Complete")]
    [InlineData(EventCondition.Failure, "WaitingForRetry Error")]
    [InlineData(EventCondition.RetryableFailure, "WaitingForRetry")]
    [InlineData(EventCondition.PermanentFailure, "Error")]
    [InlineData(EventCondition.Always, "Complete WaitingForRetry Error")]
    public void Condition_Outcome_IsMetByItsOwnOnly(EventCondition condition, string outcomes) => Assert.Equal(
        outcomes, string.Join(' ', new[] { StepState.Complete, StepState.WaitingForRetry, StepState.Error }.Where(o => EventConditions.IsMet(condition, o))));

    [Fact]
    [Trait("Feature", "F126")]
    public void Id_StepAttemptAndDeclaration_DecideItAlone()
    {
        var step = TaskId.New(TimeProvider.System).Step(3);
        var declared = new StepEventDeclaration { Name = "a" };
        var id = EventIds.Of(step, 1, declared);

        Assert.Equal(id, EventIds.Of(step, 1, declared with { Description = "other" }));
        Assert.Equal(5, new[]
        {
            id, EventIds.Of(step, 2, declared), EventIds.Of(step.Task.Step(4), 1, declared), EventIds.Of(step, 1, declared with { Name = "b" }),
            EventIds.Of(step, 1, declared with { Condition = EventCondition.Always }),
        }.Distinct().Count());
        Assert.Equal((7, step.Task.Value.ToString()[..13]), (id.Version, id.ToString()[..13]));
    }

    private static Func<DomainEvent, CancellationToken, Task> Into(List<string> names) => (e, _) =>
    {
        names.Add(e.EventName);
        return Task.CompletedTask;
    };

    private static DomainEvent Event(string name) => new()
    {
        EventId = Guid.Empty,
        EventName = name,
        Payload = new DomainEventPayload(new DomainEventStep("s", "h", 1, 1), new DomainEventResult(true, false, 0), default),
        Metadata = new DomainEventMetadata(default, default, "s", "n", default, default, "node-1"),
    };

    private DomainEventBus Bus() => new(_stats, _clock, NullLogger<DomainEventBus>.Instance);
}
