using Tasker.Data.Retention;

namespace Tasker.Runtime.Maintenance;

/// <summary>Lock-free counters of retention; a snapshot may be torn between fields.</summary>
internal sealed class RetentionStats
{
    private long _runs;
    private long _tasks;
    private long _steps;
    private long _history;
    private long _messages;

    public void CountRun() => Interlocked.Increment(ref _runs);

    public void Count(RetentionSlice slice)
    {
        Interlocked.Add(ref _tasks, slice.Tasks);
        Interlocked.Add(ref _steps, slice.Steps);
        Interlocked.Add(ref _history, slice.History);
    }

    public void CountMessages(long messages) => Interlocked.Add(ref _messages, messages);

    public RetentionSnapshot Read() => new(
        Interlocked.Read(ref _runs), Interlocked.Read(ref _tasks), Interlocked.Read(ref _steps), Interlocked.Read(ref _history),
        Interlocked.Read(ref _messages));
}
