using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Tests.Support;

/// <summary>Keeps what the engine would have been told.</summary>
internal sealed class RecordingSignals : IEngineSignals
{
    public List<int> Queued { get; } = [];

    public List<(StepId StepId, short Attempt, int Node)> Interrupted { get; } = [];

    public int Changes { get; private set; }

    public void WorkQueued(IReadOnlyCollection<int> templateIds)
    {
        lock (Queued) Queued.AddRange(templateIds);
    }

    public void Cancelled(IReadOnlyCollection<(StepId StepId, short Attempt, int Node)> running)
    {
        lock (Interrupted) Interrupted.AddRange(running);
    }

    public int Looks { get; private set; }

    public void LookAgain() => Looks++;

    public void Doubted(TaskId task)
    {
    }

    public void Changed()
    {
        lock (Queued) Changes++;
    }
}
