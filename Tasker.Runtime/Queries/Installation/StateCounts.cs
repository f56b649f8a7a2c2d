namespace Tasker.Runtime.Queries;

/// <summary>How much of everything there is.</summary>
/// <param name="Tasks">Tasks by state name, every state present.</param>
/// <param name="LiveSteps">Steps by state name for the states in which something is under way: enqueued, in_progress, the two handed over, waiting_for_retry.</param>
/// <param name="TransitionsPerSecond">Moves per second over the last ten seconds; 0 when no live reader runs.</param>
/// <param name="At">When these were true.</param>
public sealed record StateCounts(
    IReadOnlyDictionary<string, long> Tasks, IReadOnlyDictionary<string, long> LiveSteps, double TransitionsPerSecond, DateTimeOffset At)
{
    /// <summary>All tasks.</summary>
    public long TotalTasks => Tasks.Values.Sum();
}
