namespace Tasker.Web.Components.Graph;

/// <summary>
/// The graph once every vertex has a layer and every edge joins neighbouring layers. Vertices are numbered: first the boxes
/// in their given order, then the way points that carry long edges across the layers between. A source's long edges share
/// their way points, which keeps both the picture and the numbers small.
/// </summary>
internal sealed class LayerGraph
{
    /// <summary>An edge longer than this runs in a lane below the drawing instead: a chain of thousands would cost a way point for each layer.</summary>
    public const int LongestThreaded = 24;

    private readonly List<int> _layerOf = [];
    private readonly List<List<int>> _up = [];
    private readonly List<List<int>> _down = [];
    private readonly Dictionary<int, List<int>> _wayPoints = [];

    private LayerGraph(IReadOnlyList<LayoutNode> boxes, IReadOnlyList<(int From, int To)> edges)
    {
        Boxes = boxes;
        Edges = edges;
    }

    public IReadOnlyList<LayoutNode> Boxes { get; }

    /// <summary>The given edges between boxes' vertices, each once.</summary>
    public IReadOnlyList<(int From, int To)> Edges { get; }

    /// <summary>The vertices of each layer from top to bottom.</summary>
    public List<List<int>> Layers { get; } = [];

    public int VertexCount => _layerOf.Count;

    public int LayerOf(int vertex) => _layerOf[vertex];

    public IReadOnlyList<int> Up(int vertex) => _up[vertex];

    public IReadOnlyList<int> Down(int vertex) => _down[vertex];

    public bool IsWayPoint(int vertex) => vertex >= Boxes.Count;

    public bool IsThreaded((int From, int To) edge) => Span(edge) <= LongestThreaded;

    /// <summary>The way points between the ends of a threaded edge.</summary>
    public IEnumerable<int> WayPoints((int From, int To) edge) =>
        _wayPoints.TryGetValue(edge.From, out var chain) ? chain.Take(Span(edge) - 1) : [];

    public static LayerGraph Build(IReadOnlyList<LayoutNode> boxes, IReadOnlyList<GraphEdge> edges)
    {
        var vertexOf = new Dictionary<int, int>(boxes.Count);
        for (var i = 0; i < boxes.Count; i++)
        {
            if (!vertexOf.TryAdd(boxes[i].Key, i))
            {
                throw new ArgumentException($"Key {boxes[i].Key} occurs twice.", nameof(boxes));
            }
        }

        int Vertex(int key) => vertexOf.TryGetValue(key, out var v)
            ? v
            : throw new ArgumentException($"An edge names {key}, which is no box.", nameof(edges));
        var graph = new LayerGraph(boxes, [.. edges.Select(e => (Vertex(e.From), Vertex(e.To))).Distinct()]);
        foreach (var layer in Layering.LongestPath(boxes.Count, graph.Edges))
        {
            graph.AddVertex(layer);
        }

        graph.ThreadEdges();
        return graph;
    }

    private int Span((int From, int To) edge) => _layerOf[edge.To] - _layerOf[edge.From];

    private void ThreadEdges()
    {
        foreach (var group in Edges.Where(IsThreaded).GroupBy(e => e.From))
        {
            var chain = new List<int>();
            for (var i = 1; i < group.Max(Span); i++)
            {
                chain.Add(AddVertex(_layerOf[group.Key] + i));
                Join(i == 1 ? group.Key : chain[i - 2], chain[i - 1]);
            }

            _wayPoints[group.Key] = chain;
            foreach (var edge in group)
            {
                Join(Span(edge) == 1 ? edge.From : chain[Span(edge) - 2], edge.To);
            }
        }
    }

    private int AddVertex(int layer)
    {
        var vertex = _layerOf.Count;
        _layerOf.Add(layer);
        _up.Add([]);
        _down.Add([]);
        while (Layers.Count <= layer)
        {
            Layers.Add([]);
        }

        Layers[layer].Add(vertex);
        return vertex;
    }

    private void Join(int from, int to)
    {
        _down[from].Add(to);
        _up[to].Add(from);
    }
}
