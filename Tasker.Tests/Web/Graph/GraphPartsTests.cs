using Tasker.Data.Workflow;
using Tasker.Web.Components.Graph;
using Xunit;

namespace Tasker.Tests.Web.Graph;

[Trait("Feature", "F141")]
public class GraphPartsTests
{
    private static readonly HashSet<int> NoneExpanded = [];

    [Fact]
    public void Of_TwelveMembers_StayAsTheyAre() => Assert.Empty(CollapsedGraph.Of(Wide(12), NoneExpanded).FanOuts);

    [Fact]
    public void Of_ThirteenMembers_BecomeOnePillWithTwoEdges()
    {
        var graph = CollapsedGraph.Of(Wide(13), NoneExpanded);
        Assert.Equal(13, Assert.Single(graph.FanOuts).Members.Count);
        Assert.Equal([new GraphEdge(0, ~1), new GraphEdge(~1, 14)], graph.Edges);
    }

    [Fact]
    public void Of_ExpandedPill_IsDrawnMemberByMember() => Assert.Equal(22, CollapsedGraph.Of(Wide(20), new HashSet<int> { ~1 }).Nodes.Count);

    [Fact]
    public void Of_ManyLonelySteps_AreNoFanOut() =>
        Assert.Empty(CollapsedGraph.Of(new GraphTopology([.. Enumerable.Range(0, 40).Select(i => new GraphNode(i, "n"))], []), NoneExpanded).FanOuts);

    [Fact]
    public void FanOutSummary_MixedStates_CountsAndPullsOutFirstFailures()
    {
        var fanOut = Assert.Single(CollapsedGraph.Of(Wide(20), NoneExpanded).FanOuts);
        var states = Enumerable.Range(1, 20).ToDictionary(i => i, i => State(i, i <= 5 ? StepState.Error : i <= 15 ? StepState.Complete : StepState.InProgress));
        var summary = FanOutSummary.Of(fanOut, states);
        Assert.Equal("10 done · 5 running · 5 failed", summary.Text);
        Assert.Equal("s-failed", summary.CssClass);
        Assert.Equal([1, 2, 3], summary.PulledOut.Select(n => n.No));
    }

    [Fact]
    public void Next_SecondCall_TellsOnlyWhatChanged()
    {
        var deltas = new GraphDeltas(GraphScene.Build(Wide(20), NoneExpanded));
        var states = Enumerable.Range(0, 22).Select(i => State(i, StepState.Pending)).ToList();
        var first = deltas.Next(states);
        Assert.Equal((2, 1), (first.Nodes.Count, first.Pills.Count));
        Assert.True(deltas.Next([.. states]).IsEmpty);

        states[0] = State(0, StepState.InProgress);
        var second = deltas.Next(states);
        Assert.Equal(0, Assert.Single(second.Nodes)[0]);
        Assert.Empty(second.Pills);
    }

    [Fact]
    public void Build_StatesChange_PlaceIsKeptForPulledOutMembers()
    {
        var scene = GraphScene.Build(Wide(20), NoneExpanded);
        var room = Assert.Single(scene.Pills).Box.Height;
        Assert.True(room >= GraphScene.NodeHeight + (FanOutSummary.MostPulledOut * GraphScene.SlotHeight));
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("reserve_stock_in_warehouse", 12, "reserv…house")]
    [InlineData("a\u202Eb", 20, "a\\u202Eb")]
    public void Fit_Name_HasAtMostTheAskedLength(string name, int most, string expected) => Assert.Equal(expected, LabelText.Fit(name, most));

    private static GraphNodeState State(int no, StepState state) => new(no, state.Text(), 1, null);

    private static GraphTopology Wide(int members) => new(
        [new(0, "split"), .. Enumerable.Range(1, members).Select(i => new GraphNode(i, $"part_{i}")), new(members + 1, "join")],
        [.. Enumerable.Range(1, members).SelectMany(i => new[] { new GraphEdge(0, i), new GraphEdge(i, members + 1) })]);
}
