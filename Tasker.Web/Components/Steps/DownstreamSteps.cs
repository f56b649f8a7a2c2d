using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Web.Components.Steps;

/// <summary>What sending a step back would do to the steps below it, as far as the picture on the page tells. Pure.</summary>
/// <param name="Reset">Steps that have begun: they run again. By level.</param>
/// <param name="Waiting">How many have not begun: they wait for their parents again.</param>
/// <param name="Busy">Steps of the task that are queued, run or settle: while there are any, nothing is sent back.</param>
public sealed record DownstreamSteps(IReadOnlyList<StepListItem> Reset, int Waiting, IReadOnlyList<StepListItem> Busy)
{
    private static readonly string[] BusyStates =
    [
        StepState.Enqueued.Text(), StepState.InProgress.Text(), StepState.EnqueuedForOrchestration.Text(), StepState.EnqueuedAsErrorForOrchestration.Text(),
    ];

    /// <summary>The steps below one.</summary>
    /// <param name="no">The step that is to be sent back.</param>
    /// <param name="steps">All steps of its task.</param>
    public static DownstreamSteps Of(int no, IReadOnlyCollection<StepListItem> steps)
    {
        var children = steps.SelectMany(s => s.Parents, (child, parent) => (Parent: parent, Child: child)).ToLookup(e => e.Parent, e => e.Child);
        var below = new Dictionary<int, StepListItem>();
        var left = new Queue<int>([no]);
        while (left.TryDequeue(out var next))
        {
            foreach (var child in children[next].Where(c => below.TryAdd(c.No, c))) left.Enqueue(child.No);
        }

        var pending = StepState.Pending.Text();
        return new DownstreamSteps(
            [.. below.Values.Where(s => s.State != pending).OrderBy(s => s.Level).ThenBy(s => s.No)],
            below.Values.Count(s => s.State == pending),
            [.. steps.Where(s => BusyStates.Contains(s.State)).OrderBy(s => s.No)]);
    }
}
