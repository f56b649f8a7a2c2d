using System.Collections.Concurrent;
using Tasker.Data.Workflow;

namespace Tasker.Web.Bench;

/// <summary>What the benchmark's handlers write on: counts steps, and tells when a unit's last handler returned.</summary>
internal sealed class BenchBoard
{
    private readonly ConcurrentDictionary<TaskId, TaskCompletionSource> _waiting = new();
    private long _steps;
    private long _finished;

    public long Steps => Interlocked.Read(ref _steps);

    public long Finished => Interlocked.Read(ref _finished);

    /// <summary>When set, the time of each unit's end is kept, in milliseconds of <see cref="BenchClock"/>.</summary>
    public ConcurrentQueue<double>? Times { get; set; }

    public void Step() => Interlocked.Increment(ref _steps);

    public void Last(TaskId task)
    {
        Times?.Enqueue(BenchClock.Now());
        Interlocked.Increment(ref _finished);
        Entry(task).TrySetResult();
    }

    /// <summary>Waits for a unit's last handler; the entry is dropped afterwards.</summary>
    public async Task WaitAsync(TaskId task, TimeSpan most)
    {
        await Entry(task).Task.WaitAsync(most);
        _waiting.TryRemove(task, out _);
    }

    /// <summary>Drops what nobody waits for: bursts only count.</summary>
    public void Forget() => _waiting.Clear();

    private TaskCompletionSource Entry(TaskId task) =>
        _waiting.GetOrAdd(task, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
