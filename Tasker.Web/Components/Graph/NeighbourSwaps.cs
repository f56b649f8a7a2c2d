namespace Tasker.Web.Components.Graph;

/// <summary>Exchanges vertically adjacent vertices while that removes crossings; what barycenters miss in small graphs.</summary>
internal static class NeighbourSwaps
{
    private const int MaxRounds = 10;

    public static void Run(LayerGraph graph, int[] position)
    {
        for (var round = 0; round < MaxRounds && Round(graph, position); round++)
        {
        }
    }

    private static bool Round(LayerGraph graph, int[] position)
    {
        var improved = false;
        foreach (var layer in graph.Layers)
        {
            for (var i = 0; i + 1 < layer.Count; i++)
            {
                var (a, b) = (layer[i], layer[i + 1]);
                if (Crossings(graph, position, b, a) < Crossings(graph, position, a, b))
                {
                    (layer[i], layer[i + 1]) = (b, a);
                    (position[a], position[b]) = (i + 1, i);
                    improved = true;
                }
            }
        }

        return improved;
    }

    private static int Crossings(LayerGraph graph, int[] position, int above, int below) =>
        Crossings(graph.Up(above), graph.Up(below), position) + Crossings(graph.Down(above), graph.Down(below), position);

    private static int Crossings(IReadOnlyList<int> above, IReadOnlyList<int> below, int[] position)
    {
        var crossings = 0;
        foreach (var a in above)
        {
            foreach (var b in below)
            {
                if (position[a] > position[b])
                {
                    crossings++;
                }
            }
        }

        return crossings;
    }
}
