using Tasker.Runtime.StateMachines;
using Xunit;

namespace Tasker.Tests.Unit.StateMachines;

public sealed class HealthTransitionsTests
{
    [Fact]
    public void IsLegal_EveryPair_FollowsTheTable()
    {
        const string expected = "Starting>Healthy Starting>Degraded Healthy>Degraded Degraded>Healthy Degraded>Unhealthy "
            + "Starting>Stopping Healthy>Stopping Degraded>Stopping Unhealthy>Stopping";
        var all = Enum.GetValues<ExecutorHealth>();
        var legal = all.SelectMany(from => all.Where(to => HealthTransitions.IsLegal(from, to)).Select(to => $"{from}>{to}"));
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), legal.Order(StringComparer.Ordinal));
    }
}
