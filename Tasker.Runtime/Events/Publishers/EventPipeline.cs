using Microsoft.Extensions.Logging;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Events.Publishers;

/// <summary>
/// Runs the hooks of an event's publisher around its publication, each for a bounded time. A publisher that took too long rests for 30 s: its
/// events fail at once meanwhile, so that they do not hold up those of others.
/// </summary>
internal sealed partial class EventPipeline(
    PublisherRegistry publishers, EventOptions options, DomainEventStats stats, TimeProvider clock, ILogger<EventPipeline> logger)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, long> _resting = new(StringComparer.Ordinal);

    /// <summary>What is to be published, if anything is.</summary>
    public async ValueTask<Preparation> PrepareAsync(LoadedEvent declared, DomainEvent domainEvent, CancellationToken ct)
    {
        var name = declared.Declaration.Publisher;
        if (name is null) return Check(declared, domainEvent);
        try
        {
            if (IsResting(name)) throw new TimeoutException($"publisher {name} took too long a moment ago and is left alone for {Rest.TotalSeconds:0} s");
            var publisher = publishers.Get(name);
            if (!await RunAsync(name, t => publisher.ShouldPublishAsync(domainEvent, t), ct)) return Withhold();
            var payload = await RunAsync(name, t => publisher.TransformPayloadAsync(domainEvent, t), ct);
            var additional = await RunAsync(name, t => publisher.AdditionalMetadataAsync(domainEvent, t), ct);
            var built = domainEvent with
            {
                Payload = domainEvent.Payload with { Payload = payload },
                Metadata = domainEvent.Metadata with { Additional = additional.Count == 0 ? null : additional },
            };
            var verdict = Check(declared, built);
            if (verdict is Preparation.Ready) await RunAsync(name, t => publisher.BeforePublishAsync(built, t), ct);
            return verdict;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            await FailedAsync(declared, domainEvent, e, ct);
            return new Preparation.Failed(e);
        }
    }

    /// <summary>It was published.</summary>
    public async ValueTask PublishedAsync(LoadedEvent declared, DomainEvent domainEvent, CancellationToken ct)
    {
        if (declared.Declaration.Publisher is not { } name) return;
        try
        {
            await RunAsync(name, t => publishers.Get(name).AfterPublishAsync(domainEvent, t), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            stats.CountPublisherError();
            LogHook(logger, e, name, domainEvent.EventName, domainEvent.EventId);
        }
    }

    /// <summary>It could not be published.</summary>
    public async ValueTask FailedAsync(LoadedEvent declared, DomainEvent domainEvent, Exception error, CancellationToken ct)
    {
        if (declared.Declaration.Publisher is not { } name) return;
        stats.CountPublisherError();
        LogHook(logger, error, name, domainEvent.EventName, domainEvent.EventId);
        if (IsResting(name)) return;
        try
        {
            await RunAsync(name, t => publishers.Get(name).OnErrorAsync(domainEvent, error, t), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            stats.CountPublisherError();
            LogHook(logger, e, name, domainEvent.EventName, domainEvent.EventId);
        }
    }

    private Preparation Check(LoadedEvent declared, DomainEvent domainEvent)
    {
        if (declared.Schema?.Validate(domainEvent.Payload.Payload) is not { Count: > 0 } errors) return new Preparation.Ready(domainEvent);
        stats.CountSchemaError();
        LogSchema(logger, domainEvent.EventName, domainEvent.EventId, errors[0].Pointer, errors[0].Message, errors.Count);
        return new Preparation.Refused($"the payload at '{errors[0].Pointer}' {errors[0].Message} ({errors.Count} in all)");
    }

    private Preparation.Withheld Withhold()
    {
        stats.CountWithheld();
        return new Preparation.Withheld();
    }

    private Task<bool> RunAsync(string publisher, Func<CancellationToken, ValueTask> hook, CancellationToken ct) => RunAsync<bool>(
        publisher,
        async t =>
        {
            await hook(t);
            return true;
        },
        ct);

    // Apart from the caller's flow: a hook that computes or blocks without ever waiting must not hold up its own timeout.
    private async Task<T> RunAsync<T>(string publisher, Func<CancellationToken, ValueTask<T>> hook, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var run = Task.Run(() => hook(ended.Token).AsTask(), CancellationToken.None);
        try
        {
            return await run.WaitAsync(options.PublisherTimeout, clock, ct);
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            _resting[publisher] = clock.GetTimestamp();
            await ended.CancelAsync();
            throw;
        }
    }

    private bool IsResting(string publisher) => _resting.TryGetValue(publisher, out var since) && clock.GetElapsedTime(since) < Rest;

    [LoggerMessage(4102, LogLevel.Error, "Event {EventName} {EventId} does not fit its schema: {Pointer} {Problem} ({Count} in all); it is not published")]
    private static partial void LogSchema(ILogger logger, string eventName, Guid eventId, string pointer, string problem, int count);

    [LoggerMessage(4402, LogLevel.Error, "Publisher {Publisher} failed on event {EventName} {EventId}")]
    private static partial void LogHook(ILogger logger, Exception error, string publisher, string eventName, Guid eventId);
}
