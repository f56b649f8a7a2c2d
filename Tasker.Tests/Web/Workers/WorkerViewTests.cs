using System.Text.Json;
using Bunit;
using Tasker.Data.Reads;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Worker;
using Tasker.Tests.Support;
using Tasker.Web.Components.Workers;
using Xunit;

namespace Tasker.Tests.Web.Workers;

[Trait("Feature", "F144")]
public class WorkerViewTests : ConsoleContext
{
    private static readonly NodeSnapshot Figures = new(
        7, true, 0, [new ActorSnapshot("step-executor", ActorState.Running, 96, 100, 8, 8, 1200, 3, 4.25, "TimeoutException")],
        new WorkerStatus(7, 5, 9, 64, 1203, 1200, 3, 1, 4.2, 3.1, 9.9, ["orders.validate"]), new OrchestrationSnapshot(1, 0, 1, 0, 0, 0),
        new LaneSnapshot(2, 10, 25, 0), 4, 1, 1);

    [Fact]
    public void NodeStats_WhatTheHeartbeatWrites_IsReadBack()
    {
        var read = NodeStats.Read(JsonSerializer.Serialize(Figures, NodeFigures.Json))!;
        Assert.Equal((7, "step-executor", ActorState.Running, 25), (read.Node, read.Actors[0].Name, read.Actors[0].State, read.Lanes.Events));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"actors\":7}")]
    public void NodeStats_SomethingElse_IsNothing(string? json) => Assert.Null(NodeStats.Read(json));

    [Theory]
    [InlineData(8, "Live", 0.8)]
    [InlineData(2, "Expiring", 0.2)]
    [InlineData(-1, "Dead", 0)]
    public void NodeLife_TenSecondLease_SaysWhatIsLeft(int secondsLeft, string word, double fill)
    {
        var node = Node(secondsLeft) with { RenewedAt = Clock.GetUtcNow().AddSeconds(secondsLeft - 10) };
        var life = NodeLife.Of(node, Clock.GetUtcNow());
        Assert.Equal((word, fill), (life.Word, life.Fill));
    }

    [Fact]
    public void NodeTable_StoppedNode_SaysWhenItWasLastSeen()
    {
        var stopped = Clock.GetUtcNow().AddMinutes(-7);
        var table = Render<NodeTable>(p => p.Add(t => t.Nodes, [Node(-400) with { StoppedAt = stopped }]).Add(t => t.Own, 2));
        Assert.Equal("Stopped", table.Find(".life").TextContent);
        Assert.Equal("7 min ago", table.FindAll("time")[1].TextContent);
        Assert.Empty(table.FindAll(".own"));
    }

    [Fact]
    public void NodePanel_Figures_ShowsPressureAndLastError()
    {
        var panel = Render<NodePanel>(p => p.Add(n => n.Figures, Figures));
        Assert.Contains("s-failed", panel.Find("[role=meter]").ClassName);
        Assert.Contains("Last error: TimeoutException", panel.Markup);
        Assert.Contains("2.5", panel.FindAll("dd").Select(d => d.TextContent));
    }

    [Fact]
    public void QueueTrend_GrowingQueue_SaysHowFast()
    {
        var trend = new QueueTrend();
        for (var second = 0; second <= 20; second++) trend.Add([new QueueItem("worker_default", "default", 10 * second, 0, null)], Clock.GetUtcNow().AddSeconds(second));
        Assert.Equal(10, trend.PerSecond("worker_default"));
    }

    [Fact]
    public void QueueTrend_MoreThanIsCounted_ClaimsNothing()
    {
        var trend = new QueueTrend();
        trend.Add([new QueueItem("q", null, 9_000, 0, null)], Clock.GetUtcNow());
        trend.Add([new QueueItem("q", null, QueueItem.MostCounted, 0, null)], Clock.GetUtcNow().AddSeconds(1));
        Assert.Null(trend.PerSecond("q"));
    }

    [Fact]
    public void QueueTable_DeepQueue_SaysTenThousandPlusInWords()
    {
        var table = Render<QueueTable>(p => p.Add(t => t.Queues, [new QueueItem("q", null, QueueItem.MostCounted, 0, TimeSpan.FromSeconds(3))]).Add(t => t.Trend, new QueueTrend()));
        Assert.Equal("Overflow", table.Find(".tier").TextContent);
        Assert.Contains("10k+", table.Markup);
    }

    private NodeItem Node(int secondsLeft) => new(
        1, Guid.Empty, "host", 42, ["worker"], null, Clock.GetUtcNow().AddHours(-1), Clock.GetUtcNow(), TimeSpan.FromSeconds(secondsLeft), null, null);
}
