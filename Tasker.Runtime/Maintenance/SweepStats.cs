namespace Tasker.Runtime.Maintenance;

/// <summary>Lock-free counters of sweeps; a snapshot may be torn between fields.</summary>
internal sealed class SweepStats
{
    private long _sweeps;
    private long _tasks;
    private long _parents;
    private long _messages;
    private long _results;
    private long _archived;
    private long _freed;
    private long _unhealed;

    public void CountSweep() => Interlocked.Increment(ref _sweeps);

    public void CountHealed(int tasks, int parents, int messages, int results)
    {
        Interlocked.Add(ref _tasks, tasks);
        Interlocked.Add(ref _parents, parents);
        Interlocked.Add(ref _messages, messages);
        Interlocked.Add(ref _results, results);
    }

    public void CountMessages(int archived, int freed)
    {
        Interlocked.Add(ref _archived, archived);
        Interlocked.Add(ref _freed, freed);
    }

    public void CountUnhealed() => Interlocked.Increment(ref _unhealed);

    public SweepSnapshot Read() => new(
        Interlocked.Read(ref _sweeps), Interlocked.Read(ref _tasks), Interlocked.Read(ref _parents), Interlocked.Read(ref _messages),
        Interlocked.Read(ref _results), Interlocked.Read(ref _archived), Interlocked.Read(ref _freed), Interlocked.Read(ref _unhealed));
}

/// <summary>What this node's sweeps healed since its start. All but the first are 0 in an installation that nobody damaged.</summary>
/// <param name="Sweeps">Sweeps made.</param>
/// <param name="Tasks">Tasks settled from their steps.</param>
/// <param name="Parents">Steps whose count of unfinished parents was put right.</param>
/// <param name="Messages">Queued steps whose message was lost and sent again.</param>
/// <param name="Results">Results whose message was lost and sent again.</param>
/// <param name="Archived">Messages that belonged to no queued step.</param>
/// <param name="Freed">Messages that were still put aside after their pause.</param>
/// <param name="Unhealed">Times that a task could not be healed or another part of a sweep failed; every sweep tries again.</param>
public sealed record SweepSnapshot(long Sweeps, long Tasks, long Parents, long Messages, long Results, long Archived, long Freed, long Unhealed);
