using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>An event as clients of <see cref="LiveHub"/> get it. Its fields are explained in docs/live-hub.md.</summary>
public sealed record LiveChange(
    long Seq, string Kind, Guid? TaskId, int? StepNo, int? TemplateId, string? From, string? To, int? Attempt, DateTimeOffset At, string? Actor)
{
    internal static LiveChange Of(LiveEvent change) => new(
        change.Seq, Word(change.Kind), change.TaskId == default ? null : change.TaskId.Value, change.StepNo, change.TemplateId, change.FromState,
        change.ToState, change.Attempt, change.At, change.Actor);

    private static string Word(LiveEventKind kind) => kind switch
    {
        LiveEventKind.Task => "task",
        LiveEventKind.Step => "step",
        LiveEventKind.Workers => "workers",
        LiveEventKind.Queues => "queues",
        _ => throw new InvalidOperationException($"No word for {kind}."),
    };
}
