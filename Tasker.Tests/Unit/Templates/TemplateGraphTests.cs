using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F097")]
public sealed class TemplateGraphTests
{
    [Fact]
    public void Graph_MixedDag_AnswersAllQuestions()
    {
        var graph = Graph(("init", []), ("left", ["init"]), ("right", ["init"]), ("validate", ["left", "right"]), ("transform", ["left"]), ("done", ["validate", "transform"]));

        Assert.Equal([[0], [1, 2], [3, 4], [5]], graph.Levels);
        Assert.Equal([0], graph.Roots);
        Assert.Equal([5], graph.Leaves);
        Assert.Equal([1, 2], graph.Parents(3));
        Assert.Equal([3, 4], graph.Children(1));
        Assert.Equal([0, 1, 2], graph.Ancestors(3));
        Assert.Equal([3, 4, 5], graph.Descendants(1));
        Assert.Equal([(0, 1), (0, 2), (1, 3), (1, 4), (2, 3), (3, 5), (4, 5)], graph.Edges);
        Assert.Equal((6, 7, 3, 2), (graph.Count, graph.EdgeCount, graph.Find("validate"), graph.LevelOf(4)));
        Assert.Null(graph.Find("nobody"));
        Assert.Empty(graph.FindCycles());
    }

    [Fact]
    public void Graph_WithACycle_HasNoLevelForItOrWhatIsBehind()
    {
        var graph = Graph(("a", []), ("b", ["a", "c"]), ("c", ["b"]), ("d", ["c"]));

        Assert.Equal([[0]], graph.Levels);
        Assert.Equal([0, -1, -1, -1], Enumerable.Range(0, 4).Select(graph.LevelOf));
        Assert.Equal([[1, 2]], graph.FindCycles());
    }

    [Fact]
    public void FindCycles_OverlappingCycles_CoverEveryStepOnOne()
    {
        var graph = Graph(("a", ["b", "c"]), ("b", ["a"]), ("c", ["a"]));

        Assert.Equal([[0, 1], [0, 2]], graph.FindCycles());
    }

    [Fact]
    public void FindCycles_Limit_IsKept() =>
        Assert.Single(Graph(("a", ["b"]), ("b", ["a"]), ("c", ["d"]), ("d", ["c"])).FindCycles(limit: 1));

    [Fact]
    public void FindCycles_RandomGraphs_AgreeWithTheirDefinition()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var count = random.Next(1, 9);
            var steps = Enumerable.Range(0, count)
                .Select(i => ($"s{i}", Enumerable.Range(0, count).Where(p => p != i && random.Next(5) == 0).Select(p => $"s{p}").ToArray()))
                .ToArray();
            var graph = Graph(steps);
            var cycles = graph.FindCycles();

            Assert.All(cycles, cycle => Assert.All(cycle.Zip(cycle.Skip(1).Append(cycle[0])), e => Assert.Contains(e.Second, graph.Children(e.First))));
            Assert.Equal(cycles.Count, cycles.Select(c => string.Join(',', c)).Distinct().Count());
            Assert.Equal(Enumerable.Range(0, count).Where(s => graph.Ancestors(s).Contains(s)), cycles.SelectMany(c => c).Distinct().Order());
        }
    }

    [Fact]
    public void Graph_TenThousandSteps_NeedsNoStackAndKeepsOrder()
    {
        var chain = Graph([.. Enumerable.Range(0, 10_000).Select(i => ($"s{i}", i == 0 ? Array.Empty<string>() : [$"s{i - 1}"]))]);
        var ring = Graph([.. Enumerable.Range(0, 10_000).Select(i => ($"s{i}", new[] { $"s{(i + 9_999) % 10_000}" }))]);

        Assert.Equal(Enumerable.Range(0, 10_000), chain.TopologicalOrder);
        Assert.Equal(9_999, chain.Ancestors(9_999).Count);
        Assert.Equal(10_000, Assert.Single(ring.FindCycles()).Count);
    }

    [Fact]
    public void Render_EveryType_HasItsShapeAndEdges()
    {
        var yaml = """
            name: shapes
            namespace_name: tests
            version: 1.0.0
            steps:
              - { name: start, handler: { callable: a } }
              - { name: choose, type: decision, dependencies: [start], handler: { callable: a } }
              - { name: cut, type: batchable, dependencies: [choose], handler: { callable: a }, batch_config: {} }
              - { name: work, type: batch_worker, dependencies: [cut], handler: { callable: a } }
              - { name: join, type: deferred_convergence, dependencies: [work], handler: { callable: a } }
            """;

        Assert.Equal(
            """
            flowchart TD
                s0["start"]
                s1{"choose"}
                s2[["cut"]]
                s3[/"work"/]
                s4(["join"])
                s0 --> s1
                s1 -.-> s2
                s2 -.-> s3
                s3 --> s4

            """,
            TemplateMermaid.Render(TemplateYaml.Parse(yaml).Template!));
    }

    [Fact]
    public void Render_HostileName_IsEscaped()
    {
        var text = TemplateMermaid.Render(Template(("a\"]; click s0 <script>", [])));

        Assert.Contains("s0[\"a#34;#93;#59; click s0 #60;script#62;\"]", text, StringComparison.Ordinal);
    }

    private static TemplateGraph Graph(params (string Name, string[] Dependencies)[] steps) => new(Template(steps));

    private static TaskTemplate Template(params (string Name, string[] Dependencies)[] steps) => new()
    {
        Name = "graph",
        Namespace = "tests",
        Version = "1.0.0",
        Steps = [.. steps.Select(s => new StepTemplate { Name = s.Name, Handler = new() { Callable = "x" }, Dependencies = s.Dependencies })],
    };
}
