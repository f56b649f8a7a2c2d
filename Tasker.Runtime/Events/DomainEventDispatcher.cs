using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Data.Events;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Events;

/// <summary>Builds the events of an ending and sends them off: to subscribers first, then into the queue. It can fail no step: the end is committed.</summary>
internal sealed partial class DomainEventDispatcher(
    DomainEventBus bus, DomainEventQueue queue, TaskMemories memories, NodeLease lease, DomainEventStats stats, TimeProvider clock,
    ILogger<DomainEventDispatcher> logger)
{
    /// <summary>Publishes what the step declares for this ending.</summary>
    /// <returns>False: the buffer of subscribers was full, and at least one event was dropped there.</returns>
    public async ValueTask<bool> DispatchAsync(LoadedTemplate template, StepReport report, StepState outcome, CancellationToken ct)
    {
        var step = template.Steps[report.Step.TemplateStepNo];
        var due = step.Events.Where(e => EventConditions.IsMet(e.Declaration.Condition, outcome)).ToList();
        if (due.Count == 0) return true;
        var memory = await memories.GetAsync(report.Step.TaskId, [], ct);
        var payload = Payload(report);
        var durable = new List<string>();
        var delivered = true;
        foreach (var declared in due)
        {
            Check(declared, payload);
            var domainEvent = Build(template, step, report, declared.Declaration.Name, payload, outcome, memory?.CorrelationId ?? default);
            stats.CountDispatched(domainEvent.Metadata.FiredAt);
            if (declared.Declaration.DeliveryMode != EventDelivery.Durable) delivered &= bus.TryPublish(domainEvent);
            if (declared.Declaration.DeliveryMode != EventDelivery.Fast) durable.Add(domainEvent.ToJson());
        }

        if (durable.Count > 0) await SendAsync(template.Namespace, durable, ct);
        return delivered;
    }

    private async Task SendAsync(string ns, List<string> events, CancellationToken ct)
    {
        try
        {
            await queue.SendAsync(ns, events, ct);
            stats.CountDurable(events.Count);
        }
        catch (Exception e)
        {
            stats.CountFailed(events.Count);
            LogNotQueued(logger, e, events.Count, ns);
        }
    }

    private void Check(LoadedEvent declared, JsonElement payload)
    {
        if (declared.Schema?.Validate(payload) is not { Count: > 0 } errors) return;
        stats.CountSchemaError();
        LogSchema(logger, declared.Declaration.Name, errors[0].Pointer, errors[0].Message, errors.Count);
    }

    private DomainEvent Build(
        LoadedTemplate template, LoadedStep step, StepReport report, string name, JsonElement payload, StepState outcome, Guid correlationId)
    {
        var now = clock.GetUtcNow();
        var claimed = report.Step;
        return new DomainEvent
        {
            EventId = Guid.CreateVersion7(now),
            EventName = name,
            Payload = new DomainEventPayload(
                new DomainEventStep(step.Name, step.Callable, claimed.Attempt - claimed.Forgiven, claimed.MaxAttempts),
                new DomainEventResult(outcome == StepState.Complete, outcome == StepState.WaitingForRetry, report.Elapsed.TotalMilliseconds), payload),
            Metadata = new DomainEventMetadata(
                claimed.TaskId.Value, claimed.TaskId.Step(claimed.StepNo).Value, step.Name, template.Namespace, correlationId, now, $"node-{lease.Node}"),
        };
    }

    private static JsonElement Payload(StepReport report) => report.Outcome switch
    {
        StepOutcome.Succeeded { ResultJson: var json } => JsonElement.Parse(json),
        StepOutcome.Failed { Failure: var failure } => JsonSerializer.SerializeToElement(failure with { Stack = null }, StepJson.Options),
        _ => throw new InvalidOperationException($"unknown outcome {report.Outcome.GetType().Name}"),
    };

    [LoggerMessage(4101, LogLevel.Error, "{Count} durable events of namespace {Namespace} could not be queued")]
    private static partial void LogNotQueued(ILogger logger, Exception error, int count, string @namespace);

    [LoggerMessage(4102, LogLevel.Warning, "Event {EventName} does not fit its schema: {Pointer} {Problem} ({Count} in all); it is published all the same")]
    private static partial void LogSchema(ILogger logger, string eventName, string pointer, string problem, int count);
}
