namespace Tasker.Web.Components.Graph;

/// <summary>
/// Turns layers into columns and edges into routes. A route changes its height only in the gap between two columns and crosses
/// a column on a level where its way point keeps the room free, so it never passes under a box.
/// </summary>
internal static class EdgeRouting
{
    private const double Margin = 16;
    private const double NarrowestGap = 56;
    private const double WidestGap = 168;
    private const double GapPerRise = 0.14;

    public static GraphLayout Run(LayerGraph graph, IReadOnlyList<LayoutNode> nodes, double[] heights)
    {
        var columns = Columns(graph, heights);
        var top = Enumerable.Range(0, nodes.Count).Min(v => heights[v] - nodes[v].Port);
        top = Math.Min(top, heights.Min());
        var y = heights.Select(h => Math.Round(h - top) + Margin).ToArray();
        var boxes = nodes.Select((n, v) => new NodeBox(n.Key, columns[graph.LayerOf(v)].Left, y[v] - n.Port, n.Width, n.Height)).ToArray();
        var floor = Math.Max(boxes.Max(b => b.Y + b.Height), y.Max());
        var lanes = new BottomLanes(floor);
        var routes = graph.Edges
            .Select(e => new EdgeRoute(nodes[e.From].Key, nodes[e.To].Key, graph.IsThreaded(e)
                ? Threaded(graph, e, columns, boxes, y)
                : AlongTheBottom(graph, e, columns, boxes, y, lanes)))
            .ToArray();
        return new GraphLayout(columns[^1].Right + Margin, lanes.Bottom + Margin, boxes, routes);
    }

    private static Column[] Columns(LayerGraph graph, double[] heights)
    {
        var columns = new Column[graph.Layers.Count];
        var left = Margin;
        for (var i = 0; i < columns.Length; i++)
        {
            var width = graph.Layers[i].Where(v => !graph.IsWayPoint(v)).Max(v => graph.Boxes[v].Width);
            columns[i] = new Column(left, left + width);
            var rises = graph.Layers[i].SelectMany(v => graph.Down(v), (v, child) => Math.Abs(heights[v] - heights[child]));
            left += width + Math.Round(Math.Clamp(NarrowestGap + (rises.DefaultIfEmpty().Max() * GapPerRise), NarrowestGap, WidestGap));
        }

        return columns;
    }

    private static List<RoutePoint> Threaded(LayerGraph graph, (int From, int To) edge, Column[] columns, NodeBox[] boxes, double[] y)
    {
        var points = Departure(graph, edge.From, columns, boxes, y);
        foreach (var wayPoint in graph.WayPoints(edge))
        {
            var column = columns[graph.LayerOf(wayPoint)];
            points.Add(new RoutePoint(column.Left, y[wayPoint]));
            points.Add(new RoutePoint(column.Right, y[wayPoint]));
        }

        points.Add(new RoutePoint(boxes[edge.To].X, y[edge.To]));
        return points;
    }

    private static List<RoutePoint> AlongTheBottom(
        LayerGraph graph, (int From, int To) edge, Column[] columns, NodeBox[] boxes, double[] y, BottomLanes lanes)
    {
        var (first, last) = (graph.LayerOf(edge.From), graph.LayerOf(edge.To));
        var lane = lanes.Take(first, last);
        var points = Departure(graph, edge.From, columns, boxes, y);
        points.Add(new RoutePoint(columns[first + 1].Left, lane));
        points.Add(new RoutePoint(columns[last - 1].Right, lane));
        points.Add(new RoutePoint(boxes[edge.To].X, y[edge.To]));
        return points;
    }

    private static List<RoutePoint> Departure(LayerGraph graph, int vertex, Column[] columns, NodeBox[] boxes, double[] y)
    {
        var (edgeOfBox, edgeOfColumn) = (boxes[vertex].X + boxes[vertex].Width, columns[graph.LayerOf(vertex)].Right);
        var points = new List<RoutePoint> { new(edgeOfBox, y[vertex]) };
        if (edgeOfColumn > edgeOfBox)
        {
            points.Add(new RoutePoint(edgeOfColumn, y[vertex]));
        }

        return points;
    }

    private readonly record struct Column(double Left, double Right);
}
