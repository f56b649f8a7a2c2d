using Tasker.Data.Workflow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Events;

/// <summary>Whether an ending publishes an event. Pure.</summary>
internal static class EventConditions
{
    /// <param name="condition">What the declaration says.</param>
    /// <param name="outcome">What was committed: Complete, WaitingForRetry or Error.</param>
    public static bool IsMet(EventCondition condition, StepState outcome) => condition switch
    {
        EventCondition.Success => outcome == StepState.Complete,
        EventCondition.Failure => outcome is StepState.WaitingForRetry or StepState.Error,
        EventCondition.RetryableFailure => outcome == StepState.WaitingForRetry,
        EventCondition.PermanentFailure => outcome == StepState.Error,
        EventCondition.Always => true,
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "not a condition"),
    };
}
