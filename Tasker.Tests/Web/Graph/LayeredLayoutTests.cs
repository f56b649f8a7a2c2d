using Tasker.Web.Components.Graph;
using Xunit;

namespace Tasker.Tests.Web.Graph;

[Trait("Feature", "F141")]
public class LayeredLayoutTests
{
    [Fact]
    public void Compute_Chain_IsOneLevelRow()
    {
        var layout = Lay(4, (0, 1), (1, 2), (2, 3));
        Assert.Single(layout.Nodes.Select(n => n.Y).Distinct());
        Assert.Equal(layout.Nodes.Select(n => n.X).Order(), layout.Nodes.Select(n => n.X));
    }

    [Fact]
    public void Compute_Diamond_CentresBothEnds()
    {
        var layout = Lay(4, (0, 1), (0, 2), (1, 3), (2, 3));
        var middle = (layout.Nodes[1].Y + layout.Nodes[2].Y) / 2;
        Assert.Equal(middle, layout.Nodes[0].Y, 1.0);
        Assert.Equal(middle, layout.Nodes[3].Y, 1.0);
    }

    [Fact]
    public void Compute_CrossedPairs_AreUncrossed()
    {
        var layout = Lay(6, (0, 1), (0, 2), (1, 4), (2, 3), (3, 5), (4, 5));
        Assert.Equal(layout.Nodes[1].Y < layout.Nodes[2].Y, layout.Nodes[4].Y < layout.Nodes[3].Y);
    }

    [Fact]
    public void Compute_Empty_IsEmpty() => Assert.Equal(0, LayeredLayout.Compute([], []).Width);

    [Fact]
    public void Compute_DuplicateEdge_IsDrawnOnce() => Assert.Single(Lay(2, (0, 1), (0, 1)).Edges);

    [Fact]
    public void Compute_Cycle_IsRefused() => Assert.Contains("cycle", Assert.Throws<ArgumentException>(() => Lay(3, (0, 1), (1, 2), (2, 0))).Message, StringComparison.Ordinal);

    [Fact]
    public void Compute_UnknownEnd_IsRefused() => Assert.Contains("names 9", Assert.Throws<ArgumentException>(() => Lay(2, (0, 9))).Message, StringComparison.Ordinal);

    [Fact]
    public void Compute_DuplicateKey_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LayeredLayout.Compute([Box(1), Box(1)], []));

    [Fact]
    public void Compute_VeryLongEdge_RunsBelowEverything()
    {
        var count = LayerGraph.LongestThreaded + 10;
        var chain = Enumerable.Range(1, count - 1).Select(i => (i - 1, i));
        var layout = Lay(count, [.. chain, (0, count - 1)]);
        var route = layout.Edges.Single(e => e.From == 0 && e.To == count - 1);
        Assert.True(route.Points.Max(p => p.Y) > layout.Nodes.Max(n => n.Y + n.Height));
        AssertSound(layout);
    }

    public static TheoryData<int, int, int> RandomGraphs()
    {
        var data = new TheoryData<int, int, int>();
        for (var seed = 1; seed <= 40; seed++)
        {
            data.Add(seed, 2 + (seed * 7 % 90), seed % 3 == 0 ? 90 : 12);
        }

        data.Add(41, 400, 40);
        return data;
    }

    [Theory]
    [MemberData(nameof(RandomGraphs))]
    public void Compute_RandomGraph_HasNoOverlapAndNoHiddenRoute(int seed, int count, int reach) => AssertSound(Random(seed, count, reach));

    [Theory]
    [MemberData(nameof(RandomGraphs))]
    public void Compute_Twice_IsEqual(int seed, int count, int reach)
    {
        var (first, second) = (Random(seed, count, reach), Random(seed, count, reach));
        Assert.Equal(first.Nodes, second.Nodes);
        Assert.Equal(first.Edges.Select(e => e.ToPathData()), second.Edges.Select(e => e.ToPathData()));
    }

    private static GraphLayout Lay(int count, params (int From, int To)[] edges) =>
        LayeredLayout.Compute([.. Enumerable.Range(0, count).Select(Box)], [.. edges.Select(e => new GraphEdge(e.From, e.To))]);

    private static LayoutNode Box(int key) => new(key, 208, 46, 23);

    private static GraphLayout Random(int seed, int count, int reach)
    {
        var random = new Random(seed);
        var edges = new List<GraphEdge>();
        for (var to = 1; to < count; to++)
        {
            for (var i = random.Next(0, 4); i > 0; i--)
            {
                edges.Add(new GraphEdge(random.Next(Math.Max(0, to - reach), to), to));
            }
        }

        var nodes = Enumerable.Range(0, count).Select(i => random.Next(6) == 0 ? new LayoutNode(i, 300, 142, 23) : Box(i)).ToArray();
        return LayeredLayout.Compute(nodes, edges);
    }

    private static void AssertSound(GraphLayout layout)
    {
        var boxes = layout.Nodes.ToDictionary(n => n.Key);
        Assert.All(layout.Nodes, n => Assert.True(n.X >= 0 && n.Y >= 0 && n.X + n.Width <= layout.Width && n.Y + n.Height <= layout.Height));
        foreach (var (a, i) in layout.Nodes.Select((n, i) => (n, i)))
        {
            Assert.DoesNotContain(layout.Nodes.Skip(i + 1), b => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height);
        }

        foreach (var edge in layout.Edges)
        {
            Assert.True(boxes[edge.From].X + boxes[edge.From].Width < boxes[edge.To].X, "an edge leads forwards");
            Assert.All(edge.Points.Zip(edge.Points.Skip(1)), p => Assert.True(p.First.X <= p.Second.X));
            Assert.DoesNotContain(layout.Nodes, box => edge.Points.Zip(edge.Points.Skip(1)).Any(p => Crosses(box, p.First, p.Second)));
        }
    }

    // A segment stays inside the rectangle of its ends, so the curve is sampled only where the rectangle meets the box.
    private static bool Crosses(NodeBox box, RoutePoint from, RoutePoint to)
    {
        const double Touch = 0.01;
        return Enumerable.Range(0, 33).Select(i => i / 32.0).Any(t =>
        {
            var x = (Cubic(from.X, (from.X + to.X) / 2, (from.X + to.X) / 2, to.X, t), Cubic(from.Y, from.Y, to.Y, to.Y, t));
            return x.Item1 > box.X + Touch && x.Item1 < box.X + box.Width - Touch && x.Item2 > box.Y + Touch && x.Item2 < box.Y + box.Height - Touch;
        });
    }

    private static double Cubic(double a, double b, double c, double d, double t) =>
        (a * (1 - t) * (1 - t) * (1 - t)) + (3 * b * t * (1 - t) * (1 - t)) + (3 * c * t * t * (1 - t)) + (d * t * t * t);
}
