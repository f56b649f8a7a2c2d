using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>One move of a task, or of a step when <c>step_name</c> is there.</summary>
internal sealed record TransitionBody(
    long Seq, int Hop, Guid? StepUuid, string? StepName, string? FromState, string ToState, DateTimeOffset At, int? Attempt, string? Node,
    double? ElapsedMs, string? Actor, string? Reason)
{
    public static TransitionBody Of(TransitionItem t) => new(
        t.Seq, t.Hop, t.StepNo is { } no ? t.TaskId.Step(no).Value : null, t.StepName, t.FromState, t.ToState, t.At, t.Attempt, t.Node,
        t.Elapsed?.TotalMilliseconds, t.Actor, t.Reason);
}
