namespace Tasker.Web.Components.Graph;

/// <summary>Remembers what the browser was told and finds what is new. One scene's life; not for several threads.</summary>
public sealed class GraphDeltas(GraphScene scene)
{
    private readonly HashSet<int> _drawn = [.. scene.Nodes.Select(n => n.Node.No)];
    private readonly Dictionary<int, FanOut> _pillOf = scene.Pills
        .SelectMany(p => p.FanOut.Members, (p, m) => (m.No, p.FanOut))
        .ToDictionary(p => p.No, p => p.FanOut);
    private readonly Dictionary<int, GraphNodeState> _told = [];
    private bool _first = true;

    /// <summary>The difference to the last call; the first call tells everything.</summary>
    public GraphDelta Next(IReadOnlyList<GraphNodeState> states)
    {
        ArgumentNullException.ThrowIfNull(states);
        var nodes = new List<object?[]>();
        var touched = _first ? [.. scene.Pills.Select(p => p.FanOut)] : new HashSet<FanOut>();
        _first = false;
        foreach (var state in states)
        {
            if (_told.TryGetValue(state.No, out var before) && before == state)
            {
                continue;
            }

            _told[state.No] = state;
            if (_drawn.Contains(state.No))
            {
                nodes.Add([state.No, state.State, state.Attempt, state.Since?.ToUnixTimeMilliseconds()]);
            }
            else if (_pillOf.TryGetValue(state.No, out var pill))
            {
                touched.Add(pill);
            }
        }

        return new GraphDelta(nodes, [.. touched.OrderByDescending(f => f.Key).Select(Describe)]);
    }

    private object?[] Describe(FanOut fanOut)
    {
        var summary = FanOutSummary.Of(fanOut, _told);
        return
        [
            fanOut.Key, summary.CssClass, summary.Text, summary.Done, summary.Running, summary.Waiting, summary.Failed,
            summary.PulledOut.Select(n => new object[] { n.No, n.Name }).ToArray(),
        ];
    }
}
