using Microsoft.Extensions.Logging;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Events.Publishers;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Events;

/// <summary>
/// Sends off the events of an ending of this process: the fast ones to its subscribers, and only then word of the durable ones, which
/// stand in the database since the end's commit. It can fail no step: the end is committed.
/// </summary>
internal sealed partial class DomainEventDispatcher(
    DomainEventBus bus, EventOutbox outbox, EventPipeline pipeline, TaskMemories memories, NodeLease lease, ClaimPolicy claims, DomainEventStats stats,
    WorkerOptions options, TimeProvider clock, ILogger<DomainEventDispatcher> logger)
{
    /// <summary>Publishes what the step declares for this ending.</summary>
    /// <returns>False: at least one event did not reach the subscribers' buffer.</returns>
    public async ValueTask<bool> DispatchAsync(LoadedTemplate template, StepReport report, StepState outcome, CancellationToken ct)
    {
        var step = template.Steps[report.Step.TemplateStepNo];
        var due = DueEvent.Of(step, report.Step, outcome);
        if (due.Count == 0) return true;
        var delivered = true;
        var durable = due.Where(e => e.IsDurable).Select(e => e.Id).ToList();
        try
        {
            var fast = due.Where(e => e.IsFast).ToList();
            if (fast.Count > 0) delivered = await DeliverAsync(template, step, report, outcome, fast, ct);
        }
        finally
        {
            // When the orchestrator is elsewhere, it is the one who commits them and sends them off.
            if (claims.IsLocal && durable.Count > 0) outbox.Due(durable);
        }

        return delivered;
    }

    /// <summary>Counts the fast events of an ending that nobody had room for; the durable ones are found by the outbox.</summary>
    public void Drop(LoadedTemplate template, StepReport report, StepState outcome)
    {
        var lost = DueEvent.Of(template.Steps[report.Step.TemplateStepNo], report.Step, outcome).Count(e => e.IsFast);
        for (var i = 0; i < lost; i++) stats.CountDropped();
        if (lost > 0) LogDropped(logger, lost, report.Step.StepNo, report.Step.TaskId.Value);
    }

    private async Task<bool> DeliverAsync(
        LoadedTemplate template, LoadedStep step, StepReport report, StepState outcome, List<DueEvent> fast, CancellationToken ct)
    {
        var memory = await memories.GetAsync(report.Step.TaskId, [], ct);
        var payload = EventPayloads.Of(step, report.Step, ResultDecision.Storable(report.Outcome, options.MaxResultBytes), outcome, report.Elapsed);
        var delivered = true;
        foreach (var due in fast)
        {
            stats.CountDispatched(clock.GetUtcNow());
            var domainEvent = new DomainEvent
            {
                EventId = due.Id,
                EventName = due.Declared.Declaration.Name,
                Payload = payload,
                Metadata = new DomainEventMetadata(
                    report.Step.TaskId.Value, report.Step.TaskId.Step(report.Step.StepNo).Value, step.Name, template.Namespace,
                    memory?.CorrelationId ?? default, clock.GetUtcNow(), $"node-{lease.Node}"),
            };
            delivered &= await DeliverAsync(due.Declared, domainEvent, ct);
        }

        return delivered;
    }

    private async Task<bool> DeliverAsync(LoadedEvent declared, DomainEvent domainEvent, CancellationToken ct)
    {
        if (await pipeline.PrepareAsync(declared, domainEvent, ct) is not Preparation.Ready { Event: var ready }) return true;
        if (!bus.TryPublish(ready)) return false;
        await pipeline.PublishedAsync(declared, ready, ct);
        return true;
    }

    [LoggerMessage(4101, LogLevel.Warning, "{Count} fast events of step {StepNo} of task {TaskId} were dropped: too many are on their way")]
    private static partial void LogDropped(ILogger logger, int count, int stepNo, Guid taskId);
}
