namespace Tasker.Runtime.Statistics;

/// <summary>Counts operations without a lock. A snapshot may be torn between its fields by an operation that is just being recorded.</summary>
internal sealed class ProcessingCounters
{
    private long _succeeded;
    private long _failed;
    private long _elapsedTicks;

    /// <summary>Counts one operation.</summary>
    public void Record(bool ok, TimeSpan took)
    {
        Interlocked.Increment(ref ok ? ref _succeeded : ref _failed);
        Interlocked.Add(ref _elapsedTicks, took.Ticks);
    }

    /// <summary>The totals so far.</summary>
    public ProcessingSnapshot Read() =>
        new(Interlocked.Read(ref _succeeded), Interlocked.Read(ref _failed), TimeSpan.FromTicks(Interlocked.Read(ref _elapsedTicks)));
}
