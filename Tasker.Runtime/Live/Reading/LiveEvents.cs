using Tasker.Data.Live;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>Turns rows of the history into events: one per move. Pure.</summary>
internal static class LiveEvents
{
    public static List<LiveEvent> From(IReadOnlyList<TransitionLogRow> rows)
    {
        var events = new List<LiveEvent>(rows.Count * 2);
        foreach (var row in rows)
        {
            var path = row.Path.Span;
            for (var hop = 1; hop < path.Length; hop++) events.Add(Event(row, path[hop - 1], path[hop]));
        }

        return events;
    }

    /// <summary>Something without a row changed.</summary>
    public static LiveEvent Topic(LiveEventKind kind, DateTimeOffset at) => new(0, kind, 0, default, null, null, null, null, null, at, null);

    private static LiveEvent Event(TransitionLogRow row, byte from, byte to) => new(
        0, row.StepNo is null ? LiveEventKind.Task : LiveEventKind.Step, row.Seq, row.TaskId, row.StepNo, row.TemplateId,
        from == 0 ? null : Name(row.StepNo, from), Name(row.StepNo, to), row.Attempt, row.At, row.Actor);

    private static string Name(int? stepNo, byte state) => stepNo is null ? ((TaskState)state).Text() : ((StepState)state).Text();
}
