using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Tasker.Data.Staleness;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.DeadLetters;

/// <summary>Lock-free counters of dead letters, and the log line of each commit that made some; a snapshot may be torn between fields.</summary>
internal sealed partial class DeadLetterStats(ILogger<DeadLetterStats> logger)
{
    private readonly ConcurrentDictionary<string, long> _entered = new(StringComparer.Ordinal);
    private long _runs;
    private long _dryRuns;
    private long _looked;
    private long _detected;
    private long _failed;
    private long _interrupted;
    private double _lastRunMs;

    public void CountRun(bool dry, TimeSpan took)
    {
        Interlocked.Increment(ref _runs);
        if (dry) Interlocked.Increment(ref _dryRuns);
        Volatile.Write(ref _lastRunMs, took.TotalMilliseconds);
    }

    public void CountLook(StalenessLook look)
    {
        Interlocked.Add(ref _looked, look.Looked);
        Interlocked.Add(ref _detected, look.Stale);
    }

    public void CountFailed(int tasks, int interrupted)
    {
        Interlocked.Add(ref _failed, tasks);
        Interlocked.Add(ref _interrupted, interrupted);
    }

    /// <summary>Takes note of what one commit entered.</summary>
    public void Entered(IReadOnlyList<(TaskId TaskId, string Reason)> letters)
    {
        if (letters.Count == 0) return;
        foreach (var (_, reason) in letters) _entered.AddOrUpdate(reason, 1, (_, n) => n + 1);
        LogEntered(logger, letters.Count, letters[0].TaskId.Value, letters[0].Reason);
    }

    public DeadLetterSnapshot Read() => new(
        Interlocked.Read(ref _runs), Interlocked.Read(ref _dryRuns), Interlocked.Read(ref _looked), Interlocked.Read(ref _detected),
        Interlocked.Read(ref _failed), Interlocked.Read(ref _interrupted), Volatile.Read(ref _lastRunMs), new Dictionary<string, long>(_entered, StringComparer.Ordinal));

    [LoggerMessage(3901, LogLevel.Warning, "{Count} tasks are dead letters now; the first is {TaskId}: {Reason}")]
    private static partial void LogEntered(ILogger logger, int count, Guid taskId, string reason);
}
