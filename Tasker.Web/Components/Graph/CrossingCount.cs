namespace Tasker.Web.Components.Graph;

/// <summary>Counts crossings between neighbouring layers as inversions, in O(E log V) with a binary indexed tree.</summary>
internal static class CrossingCount
{
    public static long Of(LayerGraph graph, int[] position)
    {
        var crossings = 0L;
        for (var i = 0; i + 1 < graph.Layers.Count; i++)
        {
            crossings += Between(graph, graph.Layers[i], graph.Layers[i + 1].Count, position);
        }

        return crossings;
    }

    private static long Between(LayerGraph graph, List<int> upper, int lowerCount, int[] position)
    {
        var tree = new int[lowerCount + 1];
        var (crossings, inserted) = (0L, 0);
        foreach (var vertex in upper)
        {
            // All ends of one vertex are compared with earlier vertices only: edges that share an end do not cross.
            foreach (var child in graph.Down(vertex))
            {
                crossings += inserted - AtOrBefore(tree, position[child]);
            }

            foreach (var child in graph.Down(vertex))
            {
                Insert(tree, position[child]);
                inserted++;
            }
        }

        return crossings;
    }

    private static int AtOrBefore(int[] tree, int position)
    {
        var sum = 0;
        for (var i = position + 1; i > 0; i -= i & -i)
        {
            sum += tree[i];
        }

        return sum;
    }

    private static void Insert(int[] tree, int position)
    {
        for (var i = position + 1; i < tree.Length; i += i & -i)
        {
            tree[i]++;
        }
    }
}
