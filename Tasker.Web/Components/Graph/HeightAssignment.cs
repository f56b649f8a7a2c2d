namespace Tasker.Web.Components.Graph;

/// <summary>
/// Finds each vertex's height (of its port): as near as possible to the mean of its neighbours, in the given order, without
/// overlap. One layer against fixed neighbours is an isotonic regression, solved exactly; sweeps repeat it over the layers.
/// </summary>
internal static class HeightAssignment
{
    private const double BoxGap = 18;
    private const double WayPointGap = 12;
    private const int RoundsWhenSmall = 10;
    private const int RoundsWhenLarge = 4;
    private const int LargeFrom = 4_000;

    /// <summary>Long edges should be straight even where a box then sits less centred.</summary>
    private const double WayPointWeight = 6;

    public static double[] Run(LayerGraph graph)
    {
        var height = new double[graph.VertexCount];
        foreach (var layer in graph.Layers)
        {
            for (var i = 1; i < layer.Count; i++)
            {
                height[layer[i]] = height[layer[i - 1]] + Separation(graph, layer[i - 1], layer[i]);
            }
        }

        var rounds = graph.VertexCount < LargeFrom ? RoundsWhenSmall : RoundsWhenLarge;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 1; i < graph.Layers.Count; i++)
            {
                Place(graph, graph.Layers[i], height, up: true, down: round == rounds - 1);
            }

            for (var i = graph.Layers.Count - 2; i >= 0; i--)
            {
                Place(graph, graph.Layers[i], height, up: round == rounds - 1, down: true);
            }
        }

        return height;
    }

    private static void Place(LayerGraph graph, List<int> layer, double[] height, bool up, bool down)
    {
        var regression = new IsotonicRegression(layer.Count);
        var offset = 0.0;
        for (var i = 0; i < layer.Count; i++)
        {
            var vertex = layer[i];
            offset += i == 0 ? 0 : Separation(graph, layer[i - 1], vertex);
            var (sum, count) = (0.0, 0);
            Collect(up ? graph.Up(vertex) : [], height, ref sum, ref count);
            Collect(down ? graph.Down(vertex) : [], height, ref sum, ref count);
            var wanted = count > 0 ? sum / count : height[vertex];
            var weight = count == 0 ? 0.1 : graph.IsWayPoint(vertex) ? WayPointWeight : 1;
            regression.Add(wanted - offset, weight);
        }

        var solved = regression.Solve();
        offset = 0;
        for (var i = 0; i < layer.Count; i++)
        {
            offset += i == 0 ? 0 : Separation(graph, layer[i - 1], layer[i]);
            height[layer[i]] = solved[i] + offset;
        }
    }

    private static void Collect(IReadOnlyList<int> neighbours, double[] height, ref double sum, ref int count)
    {
        foreach (var neighbour in neighbours)
        {
            sum += height[neighbour];
            count++;
        }
    }

    private static double Separation(LayerGraph graph, int above, int below)
    {
        var under = graph.IsWayPoint(above) ? 0 : graph.Boxes[above].Height - graph.Boxes[above].Port;
        var over = graph.IsWayPoint(below) ? 0 : graph.Boxes[below].Port;
        var gap = graph.IsWayPoint(above) || graph.IsWayPoint(below) ? WayPointGap : BoxGap;
        return under + gap + over;
    }
}
