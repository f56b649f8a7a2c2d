namespace Tasker.Web.Components.Graph;

/// <summary>Gives every vertex a layer: the length of the longest path that leads to it.</summary>
internal static class Layering
{
    public static int[] LongestPath(int vertexCount, IReadOnlyList<(int From, int To)> edges)
    {
        var children = edges.ToLookup(e => e.From, e => e.To);
        var waitingFor = new int[vertexCount];
        foreach (var (_, to) in edges)
        {
            waitingFor[to]++;
        }

        var layers = new int[vertexCount];
        var ready = new Queue<int>(Enumerable.Range(0, vertexCount).Where(v => waitingFor[v] == 0));
        var placed = 0;
        while (ready.TryDequeue(out var vertex))
        {
            placed++;
            foreach (var child in children[vertex])
            {
                layers[child] = Math.Max(layers[child], layers[vertex] + 1);
                if (--waitingFor[child] == 0)
                {
                    ready.Enqueue(child);
                }
            }
        }

        return placed == vertexCount ? layers : throw new ArgumentException("The edges form a cycle.", nameof(edges));
    }
}
