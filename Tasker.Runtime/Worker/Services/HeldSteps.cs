using System.Collections.Concurrent;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Worker.Services;

/// <summary>The attempts that this node holds, from the claim until their end is committed.</summary>
internal sealed class HeldSteps
{
    private readonly ConcurrentDictionary<StepId, HeldStep> _held = new();
    private readonly ConcurrentDictionary<TaskId, bool> _doubted = new();

    public int Count => _held.Count;

    /// <summary>All of them, at this moment.</summary>
    public IReadOnlyCollection<HeldStep> All => [.. _held.Values];

    /// <summary>
    /// Notes an attempt; false when the node knows of it already. An older attempt of the step, whose end is still on its way here, is
    /// cancelled and gives its place in the book to the new one.
    /// </summary>
    public bool Add(HeldStep step)
    {
        while (!_held.TryAdd(step.StepId, step))
        {
            if (!_held.TryGetValue(step.StepId, out var known)) continue;
            if (known.Attempt >= step.Attempt) return false;
            if (!_held.TryUpdate(step.StepId, step, known)) continue;
            known.Cancel();
            return true;
        }

        return true;
    }

    public bool Contains(StepId step, short attempt) => _held.TryGetValue(step, out var held) && held.Attempt == attempt;

    public void Remove(StepId step, short attempt)
    {
        if (_held.TryGetValue(step, out var held) && held.Attempt == attempt && _held.TryRemove(KeyValuePair.Create(step, held))) held.Dispose();
    }

    /// <summary>Cancels the handler of an attempt, if it runs here.</summary>
    public bool Cancel(StepId step, short attempt)
    {
        if (!_held.TryGetValue(step, out var held) || held.Attempt != attempt) return false;
        held.Cancel();
        return true;
    }

    /// <summary>Notes that attempts of a task may have been taken away: the next check asks about all of them, however short they have run.</summary>
    public void Doubt(TaskId task) => _doubted[task] = true;

    /// <summary>The tasks that were noted since the last call.</summary>
    public IReadOnlySet<TaskId> TakeDoubted() => _doubted.Keys.Where(t => _doubted.TryRemove(t, out _)).ToHashSet();

    /// <summary>Cancels everything: the node lost its lease or must end.</summary>
    public void CancelAll()
    {
        foreach (var held in _held.Values) held.Cancel();
    }
}
