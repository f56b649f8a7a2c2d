using Tasker.Data.Workflow;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Graph;

/// <summary>A pill's words and counts.</summary>
/// <param name="Text">"380 done · 29 running · 3 failed", without what is zero; the rest has not started.</param>
/// <param name="CssClass">The hue of what matters most: failed before waiting before running.</param>
/// <param name="Done">Members that ended well.</param>
/// <param name="Running">Members that a worker has.</param>
/// <param name="Waiting">Members that wait for their back-off.</param>
/// <param name="Failed">Members that need a person.</param>
/// <param name="PulledOut">The first few failed members, drawn beside the pill.</param>
public sealed record FanOutSummary(
    string Text, string CssClass, int Done, int Running, int Waiting, int Failed, IReadOnlyList<GraphNode> PulledOut)
{
    /// <summary>More failed members than this are only counted.</summary>
    public const int MostPulledOut = 3;

    /// <summary>Counts a pill's members.</summary>
    public static FanOutSummary Of(FanOut fanOut, IReadOnlyDictionary<int, GraphNodeState> states)
    {
        ArgumentNullException.ThrowIfNull(fanOut);
        ArgumentNullException.ThrowIfNull(states);
        var looks = fanOut.Members.Select(m => (Member: m, Class: ClassOf(m, states))).ToList();
        int Count(params ReadOnlySpan<string> classes)
        {
            var count = 0;
            foreach (var (_, css) in looks)
            {
                count += classes.Contains(css) ? 1 : 0;
            }

            return count;
        }

        var (done, running, waiting, failed) = (Count("s-done", "s-person"), Count("s-running", "s-settling"), Count("s-waiting"), Count("s-failed", "s-dead"));
        (int Count, string Word)[] parts = [(done, "done"), (running, "running"), (waiting, "waiting"), (failed, "failed")];
        var css = failed > 0 ? "s-failed" : waiting > 0 ? "s-waiting" : running > 0 ? "s-running" : done == looks.Count ? "s-done" : "s-idle";
        return new FanOutSummary(
            done + running + waiting + failed == 0
                ? Count("s-queued") is > 0 and var queued ? $"{queued} queued" : "none started"
                : string.Join(" · ", parts.Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Word}")),
            css, done, running, waiting, failed,
            [.. looks.Where(l => l.Class is "s-failed" or "s-dead").Take(MostPulledOut).Select(l => l.Member)]);
    }

    private static string ClassOf(GraphNode node, IReadOnlyDictionary<int, GraphNodeState> states) =>
        StateLooks.ForStep(states.TryGetValue(node.No, out var state) ? state.State : StepState.Pending.Text()).CssClass;
}
