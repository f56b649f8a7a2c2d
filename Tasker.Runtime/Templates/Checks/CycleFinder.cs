namespace Tasker.Runtime.Templates;

/// <summary>
/// Finds cycles without recursion: the strongly connected parts first (Tarjan), then through each step of such a part that no
/// cycle found so far contains, a shortest cycle through it. Thus every step on a cycle is named, and no path twice.
/// </summary>
internal sealed class CycleFinder
{
    private readonly TemplateGraph graph;
    private readonly int[] index;
    private readonly int[] low;
    private readonly int[] part;
    private readonly Stack<int> path = new();
    private readonly List<List<int>> parts = [];
    private int counter;

    private CycleFinder(TemplateGraph graph)
    {
        this.graph = graph;
        index = new int[graph.Count];
        low = new int[graph.Count];
        part = new int[graph.Count];
        Array.Fill(index, -1);
        Array.Fill(part, -1);
    }

    public static IReadOnlyList<IReadOnlyList<int>> Find(TemplateGraph graph, int limit)
    {
        var finder = new CycleFinder(graph);
        for (var step = 0; step < graph.Count; step++)
        {
            // A step that is in a wave is on no cycle.
            if (graph.LevelOf(step) < 0 && finder.index[step] < 0)
            {
                finder.Visit(step);
            }
        }

        var cycles = new List<IReadOnlyList<int>>();
        foreach (var members in finder.parts.Where(p => p.Count > 1).OrderBy(p => p.Min()))
        {
            finder.AddCycles(members, cycles, limit);
        }

        return cycles;
    }

    private void AddCycles(List<int> members, List<IReadOnlyList<int>> cycles, int limit)
    {
        var covered = new HashSet<int>();
        foreach (var start in members.Order())
        {
            if (cycles.Count == limit)
            {
                return;
            }

            if (!covered.Contains(start))
            {
                var cycle = ShortestThrough(start);
                covered.UnionWith(cycle);
                var lowest = cycle.IndexOf(cycle.Min());
                cycles.Add([.. cycle[lowest..], .. cycle[..lowest]]);
            }
        }
    }

    /// <summary>Breadth first along the parents, inside the part, until the start comes round again. Listed from parent to child.</summary>
    private List<int> ShortestThrough(int start)
    {
        var from = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var step))
        {
            foreach (var child in graph.Children(step).Where(c => part[c] == part[start]))
            {
                if (child == start)
                {
                    var cycle = new List<int>();
                    for (var at = step; at != start; at = from[at])
                    {
                        cycle.Add(at);
                    }

                    cycle.Add(start);
                    cycle.Reverse();
                    return cycle;
                }

                if (from.TryAdd(child, step))
                {
                    queue.Enqueue(child);
                }
            }
        }

        throw new InvalidOperationException($"step {start} is in a strongly connected part but on no cycle");
    }

    private void Visit(int root)
    {
        var calls = new Stack<(int Step, int Child)>();
        Enter(root, calls);
        while (calls.TryPop(out var call))
        {
            var (step, next) = call;
            var children = graph.Children(step);
            if (next > 0 && next <= children.Count && part[children[next - 1]] < 0)
            {
                low[step] = Math.Min(low[step], low[children[next - 1]]);
            }

            if (next < children.Count)
            {
                calls.Push((step, next + 1));
                if (index[children[next]] < 0)
                {
                    Enter(children[next], calls);
                }
            }
            else if (low[step] == index[step])
            {
                Close(step);
            }
        }
    }

    private void Enter(int step, Stack<(int Step, int Child)> calls)
    {
        index[step] = low[step] = counter++;
        path.Push(step);
        calls.Push((step, 0));
    }

    private void Close(int step)
    {
        var members = new List<int>();
        int member;
        do
        {
            member = path.Pop();
            part[member] = parts.Count;
            members.Add(member);
        }
        while (member != step);
        parts.Add(members);
    }
}
