namespace Tasker.Web.Components.Graph;

/// <summary>
/// Draws a directed acyclic graph in columns from left to right, as time runs: longest-path layers, crossings reduced by
/// barycenters, heights by weighted isotonic regression. Pure and deterministic: equal input gives an equal picture.
/// </summary>
public static class LayeredLayout
{
    /// <summary>Places the boxes and routes the edges. No two boxes overlap and no route passes under a box.</summary>
    /// <exception cref="ArgumentException">A key occurs twice, an edge names an unknown key, or the edges form a cycle.</exception>
    public static GraphLayout Compute(IReadOnlyList<LayoutNode> nodes, IReadOnlyList<GraphEdge> edges)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(edges);
        if (nodes.Count == 0)
        {
            return new GraphLayout(0, 0, [], []);
        }

        var graph = LayerGraph.Build(nodes, edges);
        CrossingReduction.Run(graph);
        var heights = HeightAssignment.Run(graph);
        return EdgeRouting.Run(graph, nodes, heights);
    }
}
