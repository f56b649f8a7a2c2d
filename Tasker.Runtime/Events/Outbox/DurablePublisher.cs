using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Data.Events;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events.Publishers;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Events.Outbox;

/// <summary>
/// Publishes committed events: builds each as its publisher wants it and writes all that are ready in one commit, with their places in the
/// order and their messages. Two nodes with the same event publish it once. What fails is tried again, later each time.
/// </summary>
internal sealed partial class DurablePublisher(
    DomainEventStore store, EventPipeline pipeline, TemplateCatalog catalog, NodeLease lease, DomainEventStats stats, CrashPoints crash, TimeProvider clock,
    ILogger<DurablePublisher> logger)
{
    private const int AtOnce = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>Publishes events; those without a publisher of their own first, so that no hook holds them up.</summary>
    /// <returns>How many were published.</returns>
    public async Task<int> PublishAsync(IReadOnlyList<PendingEvent> events, CancellationToken ct)
    {
        var declared = new List<(PendingEvent Event, LoadedEvent Declared)>(events.Count);
        foreach (var pending in events) declared.Add((pending, await DeclarationAsync(pending, ct)));
        var published = 0;
        foreach (var part in declared.GroupBy(d => d.Declared.Declaration.Publisher is not null).OrderBy(g => g.Key)) published += await PublishPartAsync([.. part], ct);
        return published;
    }

    private async Task<int> PublishPartAsync(List<(PendingEvent Event, LoadedEvent Declared)> part, CancellationToken ct)
    {
        var ready = new DomainEvent?[part.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, part.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (i, t) => ready[i] = await PrepareAsync(part[i].Event, part[i].Declared, t));
        var writable = Enumerable.Range(0, part.Count).Where(i => ready[i] is not null).ToList();
        if (writable.Count == 0) return 0;
        crash.Pass(CrashPoint.BeforePublish);
        HashSet<Guid> published;
        try
        {
            published = await store.PublishAsync([.. writable.Select(i => (part[i].Event.EventId, ready[i]!.ToJson()))], ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            stats.CountFailed(writable.Count);
            foreach (var i in writable) await pipeline.FailedAsync(part[i].Declared, ready[i]!, e, ct);
            throw;
        }

        crash.Pass(CrashPoint.AfterPublish);
        stats.CountDurable(published.Count, clock.GetUtcNow());
        foreach (var i in writable.Where(i => published.Contains(part[i].Event.EventId))) await pipeline.PublishedAsync(part[i].Declared, ready[i]!, ct);
        return published.Count;
    }

    /// <returns>The event as it is to be published; null when it is not, or not now.</returns>
    private async Task<DomainEvent?> PrepareAsync(PendingEvent pending, LoadedEvent declared, CancellationToken ct)
    {
        var built = new DomainEvent
        {
            EventId = pending.EventId,
            EventName = pending.Name,
            Payload = JsonSerializer.Deserialize<DomainEventPayload>(pending.Payload, StepJson.Options)!,
            Metadata = new DomainEventMetadata(
                pending.StepId.Task.Value, pending.StepId.Value, pending.StepName, pending.Namespace, pending.CorrelationId, clock.GetUtcNow(), $"node-{lease.Node}"),
        };
        switch (await pipeline.PrepareAsync(declared, built, ct))
        {
            case Preparation.Ready ready:
                return ready.Event;
            case Preparation.Withheld:
                await store.WithholdAsync(pending.EventId, ct);
                return null;
            case Preparation.Refused refused:
                await store.RefuseAsync(pending.EventId, refused.Problem, ct);
                return null;
            case Preparation.Failed failed:
                stats.CountFailed(1);
                await store.PostponeAsync(pending.EventId, Pause(pending.Tries), $"{failed.Error.GetType().Name}: {failed.Error.Message}", ct);
                return null;
            case var other:
                throw new InvalidOperationException($"unknown preparation {other.GetType().Name}");
        }
    }

    // A declaration that cannot be found any more (the environment's overrides changed, say) is no reason to keep the event back.
    private async ValueTask<LoadedEvent> DeclarationAsync(PendingEvent pending, CancellationToken ct)
    {
        var steps = (await catalog.GetAsync(pending.TemplateId, ct))?.Steps;
        if (steps is not null && pending.TemplateStepNo < steps.Count && pending.EventNo < steps[pending.TemplateStepNo].Events.Count)
        {
            return steps[pending.TemplateStepNo].Events[pending.EventNo];
        }

        LogUndeclared(logger, pending.Name, pending.EventId, pending.TemplateId);
        return new LoadedEvent(new StepEventDeclaration { Name = pending.Name }, null);
    }

    private static TimeSpan Pause(int tries)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(tries, 20));
        return pause < LongestPause ? pause : LongestPause;
    }

    [LoggerMessage(4302, LogLevel.Warning, "Template version {TemplateId} no longer declares event {EventName} {EventId}; it is published as it is")]
    private static partial void LogUndeclared(ILogger logger, string eventName, Guid eventId, int templateId);
}
