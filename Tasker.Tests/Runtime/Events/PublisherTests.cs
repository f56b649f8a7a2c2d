using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Workflow;
using Tasker.Runtime.Events;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Events;

/// <summary>Custom publishers: what their hooks do, and that nothing they do fails a step.</summary>
[Trait("Feature", "F128")]
public sealed class PublisherTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Hooks_EventIsPublished_ShapeItAndRunInOrder()
    {
        var shaper = new Calls();
        await using var run = await StartAsync("hooks", "shaping", b => b.Services.AddSingleton(shaper), b => b.AddPublisher<Shaping>("shaping"));

        await run.RunAsync(TaskState.Complete, amount: 7);
        var message = Assert.Single(await run.QueueAsync(1));
        await TaskerHarness.UntilAsync(() => Task.FromResult(shaper.Names.Count), n => n == 5);

        Assert.Equal(70, message.GetProperty("payload").GetProperty("payload").GetProperty("cents").GetInt32());
        Assert.Equal("eu", message.GetProperty("metadata").GetProperty("additional").GetProperty("region").GetString());
        Assert.Equal(["should", "transform", "metadata", "before 70", "after 70"], shaper.Names);
    }

    [Fact]
    public async Task ShouldPublish_SaysNo_EventIsKeptAndGoesNowhere()
    {
        await using var run = await StartAsync("withheld", "silent", b => b.AddPublisher<Silent>("silent"));

        await run.RunAsync(TaskState.Complete);
        await run.SettledAsync();

        Assert.Empty(await run.QueueAsync(0));
        Assert.Equal((2, 1), (await StateAsync(run, "withheld"), run.Stats.Read().Withheld));
    }

    [Theory]
    [Trait("Feature", "F127")]
    [InlineData("throws")]
    [InlineData("hangs")]
    public async Task Publisher_ThrowsOrHangs_StepIsCompleteAndTheEventWaits(string publisher)
    {
        var calls = new Calls();
        await using var run = await StartAsync(
            publisher, publisher, b => b.Services.AddSingleton(calls), b => b.AddPublisher<Throwing>("throws"), b => b.AddPublisher<Hanging>("hangs"));

        await run.RunAsync(TaskState.Complete);
        await TaskerHarness.UntilAsync(() => TriesAsync(run, publisher), tries => tries >= 1);

        Assert.Equal(0, await StateAsync(run, publisher));
        Assert.Empty(await run.QueueAsync(0));
        Assert.True(run.Stats.Read() is { PublisherErrors: >= 1, Failed: >= 1 });
        if (publisher == "throws") Assert.Contains("error InvalidOperationException", calls.Names);
        Assert.NotNull(await run.Node.ScalarAsync<string>("select error from tasker.domain_events where namespace_name = $1", $"ev_{publisher}"));
    }

    [Fact]
    public async Task Publisher_FailsOnce_EventIsPublishedByTheNextTry()
    {
        var calls = new Calls();
        await using var run = await StartAsync("again", "once", b => b.Services.AddSingleton(calls), b => b.AddPublisher<FailingOnce>("once"));

        await run.RunAsync(TaskState.Complete);

        Assert.Single(await run.QueueAsync(1));
        Assert.Equal(1, await TriesAsync(run, "again"));
    }

    [Fact]
    public async Task Publisher_IsNotRegistered_TheGenericOneTakesItsEvents()
    {
        await using var run = await StartAsync("missing", "nobody");

        await run.RunAsync(TaskState.Complete, amount: 3);

        Assert.Equal(3, Assert.Single(await run.QueueAsync(1)).GetProperty("payload").GetProperty("payload").GetProperty("amount").GetInt32());
    }

    private Task<EventRun> StartAsync(string name, string publisher, params Action<Tasker.Runtime.TaskerBuilder>[] build) => EventRun.StartAsync(
        database.ConnectionString, name, $"          - {{ name: charged, publisher: {publisher} }}", build: b => Array.ForEach(build, x => x(b)),
        // Short only where a publisher hangs: the others must not be taken for one that does.
        settings: s => s["Tasker:Events:PublisherTimeout"] = publisher == "hangs" ? "00:00:00.100" : "00:01:00");

    private static async Task<int> StateAsync(EventRun run, string name) =>
        await run.Node.ScalarAsync<short>("select state from tasker.domain_events where namespace_name = $1", $"ev_{name}");

    private static Task<int> TriesAsync(EventRun run, string name) =>
        run.Node.ScalarAsync<int>("select coalesce((select tries from tasker.domain_events where namespace_name = $1), 0)", $"ev_{name}");

    internal sealed class Calls
    {
        public ConcurrentQueue<string> Names { get; } = new();
    }

    internal sealed class Shaping(Calls calls) : IDomainEventPublisher
    {
        public ValueTask<bool> ShouldPublishAsync(DomainEvent domainEvent, CancellationToken ct)
        {
            calls.Names.Enqueue("should");
            return ValueTask.FromResult(true);
        }

        public ValueTask<JsonElement> TransformPayloadAsync(DomainEvent domainEvent, CancellationToken ct)
        {
            calls.Names.Enqueue("transform");
            return ValueTask.FromResult(JsonSerializer.SerializeToElement(new { cents = Cents(domainEvent) * 10 }));
        }

        public ValueTask<IReadOnlyDictionary<string, string>> AdditionalMetadataAsync(DomainEvent domainEvent, CancellationToken ct)
        {
            calls.Names.Enqueue("metadata");
            return ValueTask.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["region"] = "eu" });
        }

        public ValueTask BeforePublishAsync(DomainEvent domainEvent, CancellationToken ct) => Note("before", domainEvent);

        public ValueTask AfterPublishAsync(DomainEvent domainEvent, CancellationToken ct) => Note("after", domainEvent);

        private static int Cents(DomainEvent e) => e.Payload.Payload.GetProperty("amount").GetInt32();

        private ValueTask Note(string word, DomainEvent e)
        {
            calls.Names.Enqueue($"{word} {e.Payload.Payload.GetProperty("cents").GetInt32()}");
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class Silent : IDomainEventPublisher
    {
        public ValueTask<bool> ShouldPublishAsync(DomainEvent domainEvent, CancellationToken ct) => ValueTask.FromResult(false);
    }

    internal sealed class Throwing(Calls calls) : IDomainEventPublisher
    {
        public ValueTask<JsonElement> TransformPayloadAsync(DomainEvent domainEvent, CancellationToken ct) => throw new InvalidOperationException("broken");

        public ValueTask OnErrorAsync(DomainEvent domainEvent, Exception error, CancellationToken ct)
        {
            calls.Names.Enqueue($"error {error.GetType().Name}");
            return ValueTask.CompletedTask;
        }
    }

    internal sealed class Hanging : IDomainEventPublisher
    {
        public async ValueTask BeforePublishAsync(DomainEvent domainEvent, CancellationToken ct) => await new TaskCompletionSource().Task;
    }

    internal sealed class FailingOnce(Calls calls) : IDomainEventPublisher
    {
        public ValueTask<bool> ShouldPublishAsync(DomainEvent domainEvent, CancellationToken ct)
        {
            calls.Names.Enqueue("should");
            return calls.Names.Count == 1 ? throw new InvalidOperationException("not yet") : ValueTask.FromResult(true);
        }
    }
}
