using System.Text.Json;
using Tasker.Data.Events;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Events;

/// <summary>What the events of an ending tell. Pure.</summary>
internal static class EventPayloads
{
    private static readonly JsonElement Null = JsonElement.Parse("null");

    /// <summary>The durable events of an end, to be written with it. A result is left out: the step's row has it.</summary>
    public static IReadOnlyList<NewDomainEvent> Durable(LoadedTemplate template, ClaimedStep claimed, StepOutcome outcome, StepEnd end)
    {
        var step = template.Steps[claimed.TemplateStepNo];
        if (step.Events.Count == 0) return [];
        var due = DueEvent.Of(step, claimed, end.Outcome).Where(e => e.IsDurable).ToList();
        if (due.Count == 0) return [];
        var business = end.Outcome == StepState.Complete ? Null : Failure(outcome);
        var payload = JsonSerializer.Serialize(Of(step, claimed, business, end.Outcome, end.Elapsed), StepJson.Options);
        return
        [
            .. due.Select(e => new NewDomainEvent(
                e.Id, e.Declared.Declaration.Name, template.Namespace, template.TemplateId, step.No, e.No, step.Name, payload)),
        ];
    }

    /// <summary>
    /// The durable events of a step that a person completes: those of a success. Result and attempts are the step's row's to say. The ids are
    /// new, because no attempt ends: the attempt before has told of its own end under its own.
    /// </summary>
    public static IReadOnlyList<NewDomainEvent> ByHand(LoadedTemplate template, LoadedStep step, Func<Guid> newId)
    {
        var due = step.Events
            .Select((e, no) => (Declared: e, No: no))
            .Where(e => e.Declared.Declaration.DeliveryMode != EventDelivery.Fast && EventConditions.IsMet(e.Declared.Declaration.Condition, StepState.Complete))
            .DistinctBy(e => (e.Declared.Declaration.Condition, e.Declared.Declaration.Name))
            .ToList();
        if (due.Count == 0) return [];
        var told = new DomainEventPayload(new DomainEventStep(step.Name, step.Callable, 0, 0), new DomainEventResult(Success: true, WillRetry: false, 0), Null);
        var payload = JsonSerializer.Serialize(told, StepJson.Options);
        return
        [
            .. due.Select(e => new NewDomainEvent(
                newId(), e.Declared.Declaration.Name, template.Namespace, template.TemplateId, step.No, e.No, step.Name, payload)),
        ];
    }

    /// <summary>The payload of an ending whose result is at hand.</summary>
    public static DomainEventPayload Of(LoadedStep step, ClaimedStep claimed, StepOutcome outcome, StepState state, TimeSpan elapsed)
    {
        var business = state == StepState.Complete && outcome is StepOutcome.Succeeded { ResultJson: var json } ? JsonElement.Parse(json) : Failure(outcome);
        return Of(step, claimed, business, state, elapsed);
    }

    private static DomainEventPayload Of(LoadedStep step, ClaimedStep claimed, JsonElement business, StepState state, TimeSpan elapsed) => new(
        new DomainEventStep(step.Name, step.Callable, claimed.Attempt - claimed.Forgiven, claimed.MaxAttempts),
        new DomainEventResult(state == StepState.Complete, state == StepState.WaitingForRetry, elapsed.TotalMilliseconds), business);

    // A success that ends as a failure was refused for what it called for (a branch that does not exist, say).
    private static JsonElement Failure(StepOutcome outcome)
    {
        var failure = outcome is StepOutcome.Failed { Failure: var given }
            ? given
            : new StepFailure { Message = "the outcome was refused", ErrorType = ErrorTypes.InvalidOutcome, Retryable = false };
        return JsonSerializer.SerializeToElement(failure with { Message = FailureJson.Storable(failure.Message), Stack = null }, StepJson.Options);
    }
}
