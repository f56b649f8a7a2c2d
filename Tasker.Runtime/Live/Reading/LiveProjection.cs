using Tasker.Data.Live;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Live;

/// <summary>
/// Counters that follow the history: they start from one snapshot of the database and take in exactly the rows that the snapshot did
/// not show. One for all viewers of this node.
/// </summary>
public sealed class LiveProjection(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int TemplateId, TaskState State), long> _tasks = [];
    private readonly long[] _steps = new long[(int)StepState.ResolvedManually + 1];
    private readonly LiveRate _rate = new(clock);
    private bool _isFollowing;
    private DateTimeOffset _at;

    /// <summary>The counters now; null when no reader follows the history.</summary>
    public LiveTotals? Read()
    {
        lock (_lock)
        {
            if (!_isFollowing) return null;
            var steps = Enumerable.Range(0, _steps.Length).Where(s => IsLive((StepState)s) && _steps[s] != 0);
            return new LiveTotals(
                _tasks.Where(t => t.Value != 0).ToDictionary(t => t.Key, t => t.Value), steps.ToDictionary(s => (StepState)s, s => _steps[s]),
                _rate.PerSecond(), _at);
        }
    }

    /// <summary>Starts anew from a snapshot.</summary>
    internal void Reset(WorkTotals totals)
    {
        lock (_lock)
        {
            _tasks.Clear();
            Array.Clear(_steps);
            foreach (var (key, count) in totals.Tasks) _tasks[key] = count;
            foreach (var (state, count) in totals.LiveSteps) _steps[(int)state] = count;
            (_isFollowing, _at) = (true, clock.GetUtcNow());
        }
    }

    /// <summary>Takes in rows that the snapshot did not show.</summary>
    internal void Apply(IReadOnlyList<TransitionLogRow> rows)
    {
        lock (_lock)
        {
            foreach (var row in rows) Apply(row);
            _rate.Add(rows.Sum(r => r.Path.Length - 1));
            _at = clock.GetUtcNow();
        }
    }

    /// <summary>Nobody follows the history any more; the counters would only grow old.</summary>
    internal void Stop()
    {
        lock (_lock) _isFollowing = false;
    }

    private static bool IsLive(StepState state) => state is >= StepState.Enqueued and <= StepState.WaitingForRetry;

    private void Apply(TransitionLogRow row)
    {
        var (first, last) = (row.Path.Span[0], row.Path.Span[^1]);
        if (row.StepNo is not null)
        {
            _steps[first]--;
            _steps[last]++;
        }
        else if (row.TemplateId is { } template)
        {
            // A path that begins with 0 made the task; nothing was left.
            if (first != 0) Count(template, (TaskState)first, -1);
            Count(template, (TaskState)last, +1);
        }
    }

    private void Count(int template, TaskState state, int change) =>
        _tasks[(template, state)] = _tasks.GetValueOrDefault((template, state)) + change;
}
