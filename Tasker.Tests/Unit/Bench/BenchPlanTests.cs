using Tasker.Web.Bench;
using Xunit;

namespace Tasker.Tests.Unit.Bench;

[Trait("Feature", "F159")]
public sealed class BenchPlanTests
{
    [Theory]
    [InlineData(null, null, 0, 0, null, null, "no workload")]
    [InlineData("nothing", null, 0, 0, null, null, "linear4-burst")]
    [InlineData("linear4-burst", 0, 0, 0, null, null, "--n")]
    [InlineData("linear4-burst", null, -1, 0, null, null, "--history")]
    [InlineData("linear4-burst", null, 0, 5, null, null, "--backlog")]
    [InlineData(null, null, 0, 5, "10m", null, "--backlog")]
    [InlineData(null, null, 0, 0, "10", null, "--sustain")]
    [InlineData(null, null, 0, 0, "0m", null, "--sustain")]
    [InlineData(null, null, 0, 0, "25h", null, "--sustain")]
    [InlineData("linear4-burst", null, 0, 0, null, "worker", "--roles")]
    [InlineData("linear4-burst", null, 0, 0, null, "orchestrator", "--roles")]
    [InlineData("linear4-burst", null, 0, 0, null, "orchestrator,orchestrator,worker", "--roles")]
    [InlineData("linear4-burst", null, 0, 0, null, "orchestrator,worker,web", "--roles")]
    [InlineData("linear4-latency", null, 0, 0, null, "orchestrator,worker", "--roles")]
    public void Of_WhatMakesNoSense_IsRefusedByName(
        string? name, int? units, int history, int backlog, string? sustain, string? roles, string says)
    {
        var (plan, problem) = BenchPlan.Of(name, units, concurrency: 10, history, backlog, sustain, roles);

        Assert.Null(plan);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("10m", 600)]
    [InlineData("2h", 7200)]
    public void Of_Sustain_IsATimeOfTheLinearBurst(string text, int seconds)
    {
        var (plan, _) = BenchPlan.Of(null, null, 10, 0, 0, text, null);

        Assert.Equal((TimeSpan.FromSeconds(seconds), "linear4"), (plan!.Sustain, plan.Workload!.Shape));
    }

    [Fact]
    public void Of_Roles_CountsTheWorkers() =>
        Assert.Equal(2, BenchPlan.Of("linear4-burst", null, 10, 0, 0, null, "orchestrator, worker,worker").Plan!.Workers);
}
