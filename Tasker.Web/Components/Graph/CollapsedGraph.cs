namespace Tasker.Web.Components.Graph;

/// <summary>A topology in which wide fan-outs have become pills.</summary>
/// <param name="Nodes">The steps that are drawn one by one.</param>
/// <param name="FanOuts">The pills.</param>
/// <param name="Edges">Dependencies between steps' numbers and pills' keys, each once.</param>
public sealed record CollapsedGraph(
    IReadOnlyList<GraphNode> Nodes,
    IReadOnlyList<FanOut> FanOuts,
    IReadOnlyList<GraphEdge> Edges)
{
    /// <summary>A fan-out wider than this becomes a pill.</summary>
    public const int WidestDrawn = 12;

    /// <summary>Collapses every wide fan-out whose key is not in <paramref name="expanded"/>.</summary>
    public static CollapsedGraph Of(GraphTopology topology, IReadOnlySet<int> expanded)
    {
        ArgumentNullException.ThrowIfNull(topology);
        ArgumentNullException.ThrowIfNull(expanded);
        var parents = topology.Edges.ToLookup(e => e.To, e => e.From);
        var children = topology.Edges.ToLookup(e => e.From, e => e.To);
        var fanOuts = topology.Nodes
            .Where(n => parents.Contains(n.No) || children.Contains(n.No))
            .GroupBy(n => (Set(parents[n.No]), Set(children[n.No])))
            .Where(g => g.Count() > WidestDrawn)
            .Select(g => new FanOut(~g.Min(n => n.No), [.. g]))
            .Where(f => !expanded.Contains(f.Key))
            .ToList();
        var pillOf = fanOuts.SelectMany(f => f.Members, (f, n) => (n.No, f.Key)).ToDictionary(p => p.No, p => p.Key);
        int Drawn(int no) => pillOf.GetValueOrDefault(no, no);
        return new CollapsedGraph(
            [.. topology.Nodes.Where(n => !pillOf.ContainsKey(n.No))],
            fanOuts,
            [.. topology.Edges.Select(e => new GraphEdge(Drawn(e.From), Drawn(e.To))).Distinct()]);
    }

    private static string Set(IEnumerable<int> numbers) => string.Join(',', numbers.Distinct().Order());
}
