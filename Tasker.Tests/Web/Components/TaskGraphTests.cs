using Bunit;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Tasker.Web.Components.Graph;
using Tasker.Web.Components.Tasks;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F141")]
public class TaskGraphTests : ConsoleContext
{
    private static readonly GraphTopology Chain = new([new(0, "validate_order"), new(1, "ship<order>")], [new(0, 1)]);

    private readonly BunitJSModuleInterop _view;

    public TaskGraphTests()
    {
        var module = JSInterop.SetupModule("./js/graph.js");
        module.Mode = JSRuntimeMode.Loose;
        _view = module.SetupModule("mount", _ => true);
        _view.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public void Node_Label_SaysNameStateAndAttempt()
    {
        var graph = Graph(Chain, new GraphNodeState(0, StepState.Complete.Text(), 1, null));
        Assert.Equal(["validate_order, Done, attempt 1", "ship<order>, Pending"], graph.FindAll(".node").Select(n => n.GetAttribute("aria-label")));
        Assert.Equal("ship<order>", graph.FindAll(".node-name")[1].TextContent);
    }

    [Fact]
    public void States_Change_SendsADeltaAndDrawsNothing()
    {
        var graph = Graph(Chain, new GraphNodeState(0, StepState.Pending.Text(), 0, null));
        var (renders, calls) = (graph.RenderCount, _view.Invocations["apply"].Count);
        graph.Render(p => p.Add(g => g.Topology, Chain).Add(g => g.States, [new GraphNodeState(0, StepState.InProgress.Text(), 1, null)]));
        Assert.Equal(calls + 1, _view.Invocations["apply"].Count);
        Assert.Equal([0, "in_progress", 1, null], Assert.Single((IReadOnlyList<object?[]>)_view.Invocations["apply"][^1].Arguments[0]!));
        Assert.Equal(renders, graph.RenderCount);
    }

    [Fact]
    public void States_Same_SendsNothing()
    {
        var graph = Graph(Chain, new GraphNodeState(0, StepState.Pending.Text(), 0, null));
        var calls = _view.Invocations["apply"].Count;
        graph.Render(p => p.Add(g => g.Topology, Chain).Add(g => g.States, [new GraphNodeState(0, StepState.Pending.Text(), 0, null)]));
        Assert.Equal(calls, _view.Invocations["apply"].Count);
    }

    [Fact]
    public async Task Select_UnknownNumber_IsIgnored()
    {
        var chosen = new List<int>();
        var graph = Render<TaskGraph>(p => p.Add(g => g.Topology, Chain).Add(g => g.OnSelect, chosen.Add));
        await graph.Instance.SelectAsync(99);
        await graph.Instance.SelectAsync(1);
        Assert.Equal([1], chosen);
    }

    [Fact]
    public async Task Expand_Pill_DrawsItsMembersAndOffersTheWayBack()
    {
        var wide = new GraphTopology(
            [new(0, "a"), .. Enumerable.Range(1, 20).Select(i => new GraphNode(i, $"part_{i}"))], [.. Enumerable.Range(1, 20).Select(i => new GraphEdge(0, i))]);
        var graph = Graph(wide);
        Assert.Equal("20 · part", graph.Find(".pill-name").TextContent);
        await graph.Instance.ExpandAsync(~1);
        await graph.WaitForAssertionAsync(() => Assert.Equal(21, graph.FindAll(".node").Count));
        await graph.ClickAsync(".graph-collapse");
        await graph.WaitForAssertionAsync(() => Assert.Single(graph.FindAll(".pill")));
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    public void Minimap_AboveSixtyBoxes_Appears(int count, int minimaps)
    {
        var chain = new GraphTopology([.. Enumerable.Range(0, count).Select(i => new GraphNode(i, $"s{i}"))], [.. Enumerable.Range(1, count - 1).Select(i => new GraphEdge(i - 1, i))]);
        Assert.Equal(minimaps, Graph(chain).FindAll(".minimap").Count);
    }

    private IRenderedComponent<TaskGraph> Graph(GraphTopology topology, params GraphNodeState[] states) =>
        Render<TaskGraph>(p => p.Add(g => g.Topology, topology).Add(g => g.States, states));
}
