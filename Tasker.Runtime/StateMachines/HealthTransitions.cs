using System.Collections.Frozen;

namespace Tasker.Runtime.StateMachines;

/// <summary>The legal health moves of an executor. An unhealthy one never recovers: the pool stops and replaces it.</summary>
internal static class HealthTransitions
{
    private static readonly FrozenSet<(ExecutorHealth From, ExecutorHealth To)> Moves = new HashSet<(ExecutorHealth, ExecutorHealth)>
    {
        (ExecutorHealth.Starting, ExecutorHealth.Healthy),
        (ExecutorHealth.Starting, ExecutorHealth.Degraded),
        (ExecutorHealth.Healthy, ExecutorHealth.Degraded),
        (ExecutorHealth.Degraded, ExecutorHealth.Healthy),
        (ExecutorHealth.Degraded, ExecutorHealth.Unhealthy),
        (ExecutorHealth.Starting, ExecutorHealth.Stopping),
        (ExecutorHealth.Healthy, ExecutorHealth.Stopping),
        (ExecutorHealth.Degraded, ExecutorHealth.Stopping),
        (ExecutorHealth.Unhealthy, ExecutorHealth.Stopping),
    }.ToFrozenSet();

    /// <summary>True when the executor may go from the first health to the second. Staying is not a move.</summary>
    public static bool IsLegal(ExecutorHealth from, ExecutorHealth to) => Moves.Contains((from, to));
}
