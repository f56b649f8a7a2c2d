namespace Tasker.Runtime.Templates;

/// <summary>
/// The steps of a template as a graph of numbers: step <c>n</c> is <c>Steps[n]</c>. Building it takes time and memory in
/// proportion to steps and dependencies, and never recurses. Dependencies that name no step or the step itself are left out,
/// doubles count once; a graph with cycles can be built and asked (see <see cref="FindCycles"/>).
/// </summary>
public sealed class TemplateGraph
{
    private readonly IReadOnlyList<int>[] parents;
    private readonly IReadOnlyList<int>[] children;
    private readonly Dictionary<string, int> numbers;
    private readonly int[] levelOf;

    /// <summary>Builds the graph of a template's steps.</summary>
    public TemplateGraph(TaskTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        Names = [.. template.Steps.Select(s => s.Name)];
        numbers = new Dictionary<string, int>(Names.Count, StringComparer.Ordinal);
        for (var step = 0; step < Names.Count; step++)
        {
            numbers.TryAdd(Names[step], step);
        }

        parents = new IReadOnlyList<int>[Names.Count];
        var childLists = new List<int>?[Names.Count];
        for (var step = 0; step < Names.Count; step++)
        {
            parents[step] = ParentsOf(template.Steps[step], step);
            foreach (var parent in parents[step])
            {
                (childLists[parent] ??= []).Add(step);
            }
        }

        children = [.. childLists.Select(list => (IReadOnlyList<int>?)list ?? [])];
        levelOf = new int[Names.Count];
        Levels = FindLevels();
        EdgeCount = parents.Sum(p => p.Count);
    }

    /// <summary>The names of the steps, by number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many steps there are.</summary>
    public int Count => Names.Count;

    /// <summary>How many dependencies there are.</summary>
    public int EdgeCount { get; }

    /// <summary>
    /// The steps in waves: wave 0 has no parents, each other step is one wave after its last parent. Within a wave by number.
    /// Steps on a cycle or behind one are in no wave.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> Levels { get; }

    /// <summary>The steps in an order in which each comes after its parents; without those on or behind a cycle.</summary>
    public IEnumerable<int> TopologicalOrder => Levels.SelectMany(level => level);

    /// <summary>The steps without parents: a task starts with these.</summary>
    public IEnumerable<int> Roots => Enumerable.Range(0, Count).Where(step => parents[step].Count == 0);

    /// <summary>The steps without children.</summary>
    public IEnumerable<int> Leaves => Enumerable.Range(0, Count).Where(step => children[step].Count == 0);

    /// <summary>All dependencies, by parent and then by child.</summary>
    public IEnumerable<(int Parent, int Child)> Edges =>
        Enumerable.Range(0, Count).SelectMany(parent => children[parent].Select(child => (parent, child)));

    /// <summary>The number of a step; null when no step has the name.</summary>
    public int? Find(string name) => numbers.TryGetValue(name, out var step) ? step : null;

    /// <summary>The steps that must be complete before the step, in the order of the text.</summary>
    public IReadOnlyList<int> Parents(int step) => parents[step];

    /// <summary>The steps that wait for the step, by number.</summary>
    public IReadOnlyList<int> Children(int step) => children[step];

    /// <summary>The wave that the step is in; -1 for a step on or behind a cycle.</summary>
    public int LevelOf(int step) => levelOf[step];

    /// <summary>All steps that the step depends on, directly or not, by number.</summary>
    public IReadOnlyList<int> Ancestors(int step) => Reach(step, parents);

    /// <summary>All steps that depend on the step, directly or not, by number.</summary>
    public IReadOnlyList<int> Descendants(int step) => Reach(step, children);

    /// <summary>
    /// Cycles, each as the steps along its path, beginning with its lowest number, and each once. Every step on a cycle is
    /// on one of those found; at most <paramref name="limit"/> are looked for.
    /// </summary>
    /// <param name="limit">How many to find at most.</param>
    public IReadOnlyList<IReadOnlyList<int>> FindCycles(int limit = 100) => CycleFinder.Find(this, limit);

    private int[] ParentsOf(StepTemplate step, int own)
    {
        var found = new List<int>(step.Dependencies.Count);
        var seen = new HashSet<int>();
        foreach (var name in step.Dependencies)
        {
            if (numbers.TryGetValue(name, out var parent) && parent != own && seen.Add(parent))
            {
                found.Add(parent);
            }
        }

        return [.. found];
    }

    private List<IReadOnlyList<int>> FindLevels()
    {
        Array.Fill(levelOf, -1);
        var open = parents.Select(p => p.Count).ToArray();
        var levels = new List<IReadOnlyList<int>>();
        var wave = Roots.ToList();
        while (wave.Count > 0)
        {
            levels.Add(wave);
            var next = new List<int>();
            foreach (var step in wave)
            {
                levelOf[step] = levels.Count - 1;
                next.AddRange(children[step].Where(child => --open[child] == 0));
            }

            next.Sort();
            wave = next;
        }

        return levels;
    }

    private int[] Reach(int start, IReadOnlyList<int>[] neighbours)
    {
        var reached = new bool[Count];
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var step))
        {
            foreach (var next in neighbours[step].Where(n => !reached[n]))
            {
                reached[next] = true;
                queue.Enqueue(next);
            }
        }

        return [.. Enumerable.Range(0, Count).Where(step => reached[step])];
    }
}
