namespace Tasker.Web.Components.Graph;

/// <summary>What the drawing consists of: depends on the topology and on which pills are open, never on states.</summary>
public sealed class GraphScene
{
    /// <summary>The size of a step's box and of a pill, in pixels.</summary>
    public const int NodeWidth = 208, NodeHeight = 46, PillWidth = 300, SlotHeight = 24;

    // Room below a pill for the failed members that may be pulled out: a state change must not move anything.
    private const int PillRoom = NodeHeight + ((FanOutSummary.MostPulledOut + 1) * SlotHeight);

    private GraphScene(IReadOnlyList<(GraphNode, NodeBox)> nodes, IReadOnlyList<(FanOut, NodeBox)> pills, GraphLayout layout)
    {
        Nodes = nodes;
        Pills = pills;
        Layout = layout;
    }

    /// <summary>The steps drawn one by one.</summary>
    public IReadOnlyList<(GraphNode Node, NodeBox Box)> Nodes { get; }

    /// <summary>The collapsed fan-outs; a box includes the room below its pill.</summary>
    public IReadOnlyList<(FanOut FanOut, NodeBox Box)> Pills { get; }

    /// <summary>Size and routes.</summary>
    public GraphLayout Layout { get; }

    /// <summary>Lays a topology out.</summary>
    /// <exception cref="ArgumentException">The topology names a step twice, an edge names no step, or there is a cycle.</exception>
    public static GraphScene Build(GraphTopology topology, IReadOnlySet<int> expanded)
    {
        var graph = CollapsedGraph.Of(topology, expanded);
        var layout = LayeredLayout.Compute(
            [
                .. graph.Nodes.Select(n => new LayoutNode(n.No, NodeWidth, NodeHeight, NodeHeight / 2.0)),
                .. graph.FanOuts.Select(f => new LayoutNode(f.Key, PillWidth, PillRoom, NodeHeight / 2.0)),
            ],
            graph.Edges);
        return new GraphScene(
            [.. graph.Nodes.Zip(layout.Nodes)],
            [.. graph.FanOuts.Zip(layout.Nodes.Skip(graph.Nodes.Count))],
            layout);
    }

    /// <summary>What a pill's members have in common: the start of their names, else their type.</summary>
    public static string PillName(FanOut fanOut)
    {
        ArgumentNullException.ThrowIfNull(fanOut);
        var name = fanOut.Members[0].Name;
        foreach (var member in fanOut.Members)
        {
            var same = 0;
            while (same < name.Length && same < member.Name.Length && name[same] == member.Name[same])
            {
                same++;
            }

            name = name[..same];
        }

        name = name.TrimEnd('_', '-', '.', '[', ' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return name.Length > 0 ? name : fanOut.Members[0].Type.Length > 0 ? fanOut.Members[0].Type : "steps";
    }
}
