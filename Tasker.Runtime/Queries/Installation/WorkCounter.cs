using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;

namespace Tasker.Runtime.Queries;

/// <summary>
/// Counts by state: from the live projection while somebody watches, else counted in the database and shared for two seconds.
/// </summary>
public sealed class WorkCounter(LiveProjection projection, CountReads counts, TimeProvider clock) : IDisposable
{
    private readonly Shared<LiveTotals> _counted = new(
        async ct =>
        {
            var totals = await counts.CountAsync(ct);
            return new LiveTotals(totals.Tasks, totals.LiveSteps, 0, totals.At);
        },
        TimeSpan.FromSeconds(2), clock);

    /// <summary>Tasks and live steps by state.</summary>
    public async Task<StateCounts> ReadAsync(CancellationToken ct)
    {
        var totals = await TotalsAsync(ct);
        var tasks = Enum.GetValues<TaskState>().ToDictionary(s => s.Text(), _ => 0L);
        foreach (var ((_, state), count) in totals.Tasks) tasks[state.Text()] += count;
        var steps = Enumerable.Range((int)StepState.Enqueued, (int)StepState.WaitingForRetry - (int)StepState.Enqueued + 1)
            .ToDictionary(s => ((StepState)s).Text(), s => totals.LiveSteps.GetValueOrDefault((StepState)s));
        return new StateCounts(tasks, steps, totals.TransitionsPerSecond, totals.At);
    }

    /// <inheritdoc/>
    public void Dispose() => _counted.Dispose();

    /// <summary>Tasks by state name per template version; null when nobody counts.</summary>
    internal ILookup<int, (string State, long Count)>? ByTemplate() =>
        projection.Read()?.Tasks.ToLookup(t => t.Key.TemplateId, t => (t.Key.State.Text(), t.Value));

    /// <summary>The exact count where the counters have it: nothing but states is asked for, and the projection runs.</summary>
    internal long? TryCount(TaskFilter filter)
    {
        if (filter with { States = [] } != TaskFilter.All with { States = [] } || projection.Read() is not { } totals) return null;
        if (filter.States.Count == 0) return totals.Tasks.Values.Sum();
        return StateGroups.Find(filter.States, out _) is { } states ? totals.Tasks.Where(t => states.Contains(t.Key.State)).Sum(t => t.Value) : null;
    }

    private async Task<LiveTotals> TotalsAsync(CancellationToken ct) => projection.Read() ?? await _counted.GetAsync(ct);
}
