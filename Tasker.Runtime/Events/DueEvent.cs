using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Events;

/// <summary>An event whose condition an ending meets.</summary>
/// <param name="Id">Its id.</param>
/// <param name="No">Which declaration of the step, from 0.</param>
/// <param name="Declared">The declaration.</param>
internal readonly record struct DueEvent(Guid Id, int No, LoadedEvent Declared)
{
    public bool IsFast => Declared.Declaration.DeliveryMode != EventDelivery.Durable;

    public bool IsDurable => Declared.Declaration.DeliveryMode != EventDelivery.Fast;

    /// <summary>The events of an ending, in the order of their declarations; one that is declared twice alike counts once.</summary>
    /// <param name="step">The template's step.</param>
    /// <param name="claimed">The attempt.</param>
    /// <param name="outcome">What was committed: Complete, WaitingForRetry or Error.</param>
    public static IReadOnlyList<DueEvent> Of(LoadedStep step, ClaimedStep claimed, StepState outcome)
    {
        var id = claimed.TaskId.Step(claimed.StepNo);
        return
        [
            .. step.Events
                .Select((e, no) => new DueEvent(EventIds.Of(id, claimed.Attempt, e.Declaration), no, e))
                .Where(e => EventConditions.IsMet(e.Declared.Declaration.Condition, outcome))
                .DistinctBy(e => e.Id),
        ];
    }
}
