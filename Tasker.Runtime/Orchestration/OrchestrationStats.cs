namespace Tasker.Runtime.Orchestration;

/// <summary>Lock-free counters of the orchestrator; a snapshot may be torn between fields.</summary>
internal sealed class OrchestrationStats
{
    private long _requests;
    private long _duplicates;
    private long _results;
    private long _late;
    private long _staged;
    private long _reaped;

    public void CountRequest(bool created)
    {
        Interlocked.Increment(ref _requests);
        if (!created) Interlocked.Increment(ref _duplicates);
    }

    public void CountResult(bool accepted) => Interlocked.Increment(ref accepted ? ref _results : ref _late);

    public void CountStaged(int steps) => Interlocked.Add(ref _staged, steps);

    public void CountReaped(int attempts) => Interlocked.Add(ref _reaped, attempts);

    public OrchestrationSnapshot Read() => new(
        Interlocked.Read(ref _requests), Interlocked.Read(ref _duplicates), Interlocked.Read(ref _results), Interlocked.Read(ref _late),
        Interlocked.Read(ref _staged), Interlocked.Read(ref _reaped));
}

/// <summary>The orchestrator of this node in figures, since its start.</summary>
/// <param name="Requests">Tasks asked for.</param>
/// <param name="Duplicates">Of these, refused as duplicates.</param>
/// <param name="Results">Results accepted.</param>
/// <param name="Late">Results that came after their attempt was somebody else's.</param>
/// <param name="Staged">Steps queued again after their back-off.</param>
/// <param name="Reaped">Attempts taken from dead nodes.</param>
public sealed record OrchestrationSnapshot(long Requests, long Duplicates, long Results, long Late, long Staged, long Reaped);
