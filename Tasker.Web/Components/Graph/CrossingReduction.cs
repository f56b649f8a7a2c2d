namespace Tasker.Web.Components.Graph;

/// <summary>
/// Orders the vertices within each layer so that few edges cross: a depth-first start, then sweeps that sort by the mean
/// position of the neighbours, then swaps of neighbours for as long as they help. The best order seen wins.
/// </summary>
internal static class CrossingReduction
{
    private const int SweepsWhenSmall = 12;
    private const int SweepsWhenLarge = 4;
    private const int LargeFrom = 4_000;
    private const int SwapsUpTo = 600;

    public static void Run(LayerGraph graph)
    {
        DepthFirst(graph);
        var position = new int[graph.VertexCount];
        Number(graph, position);
        var best = Snapshot(graph);
        var fewest = CrossingCount.Of(graph, position);
        var sweeps = graph.VertexCount < LargeFrom ? SweepsWhenSmall : SweepsWhenLarge;
        for (var i = 0; i < sweeps && fewest > 0; i++)
        {
            Sweep(graph, position, downwards: i % 2 == 0);
            if (graph.VertexCount <= SwapsUpTo)
            {
                NeighbourSwaps.Run(graph, position);
            }

            var crossings = CrossingCount.Of(graph, position);
            if (crossings < fewest)
            {
                (fewest, best) = (crossings, Snapshot(graph));
            }
        }

        for (var i = 0; i < best.Count; i++)
        {
            graph.Layers[i] = best[i];
        }
    }

    private static void DepthFirst(LayerGraph graph)
    {
        var seen = new bool[graph.VertexCount];
        var layers = graph.Layers.Select(_ => new List<int>()).ToList();
        foreach (var root in graph.Layers.SelectMany(layer => layer).Where(v => graph.Up(v).Count == 0).Order())
        {
            var stack = new Stack<int>([root]);
            while (stack.TryPop(out var vertex))
            {
                if (seen[vertex])
                {
                    continue;
                }

                seen[vertex] = true;
                layers[graph.LayerOf(vertex)].Add(vertex);
                foreach (var child in graph.Down(vertex).Reverse())
                {
                    stack.Push(child);
                }
            }
        }

        for (var i = 0; i < layers.Count; i++)
        {
            graph.Layers[i] = layers[i];
        }
    }

    private static void Sweep(LayerGraph graph, int[] position, bool downwards)
    {
        var count = graph.Layers.Count;
        for (var i = 1; i < count; i++)
        {
            var layer = graph.Layers[downwards ? i : count - 1 - i];
            // OrderBy is stable: equal means keep their order, and the picture its calm.
            var sorted = layer.OrderBy(v => Mean(downwards ? graph.Up(v) : graph.Down(v), position, position[v])).ToList();
            layer.Clear();
            layer.AddRange(sorted);
            for (var p = 0; p < layer.Count; p++)
            {
                position[layer[p]] = p;
            }
        }
    }

    private static double Mean(IReadOnlyList<int> neighbours, int[] position, int otherwise)
    {
        if (neighbours.Count == 0)
        {
            return otherwise;
        }

        var sum = 0.0;
        foreach (var neighbour in neighbours)
        {
            sum += position[neighbour];
        }

        return sum / neighbours.Count;
    }

    private static void Number(LayerGraph graph, int[] position)
    {
        foreach (var layer in graph.Layers)
        {
            for (var p = 0; p < layer.Count; p++)
            {
                position[layer[p]] = p;
            }
        }
    }

    private static List<List<int>> Snapshot(LayerGraph graph) => [.. graph.Layers.Select(layer => layer.ToList())];
}
