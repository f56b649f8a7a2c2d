using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Maintenance;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>
/// What a node does after a commit: remembers inputs and results, gives claimed steps to the worker, wakes loops. Everything here can
/// be lost without harm; it is found again in the database.
/// </summary>
internal sealed class FlowOutcomes(
    TaskMemories memories, EngineSignals signals, HeldSteps held, GiveUpJob giveUp, Lazy<WorkerCommandProcessor> worker, DeadLetterStats deadLetters)
{
    private int _answersLost;

    /// <summary>Takes the note that an answer was lost: the database may hold attempts for this node that it does not know of.</summary>
    public bool TakeAnswerLost() => Interlocked.Exchange(ref _answersLost, 0) == 1;

    public void AnswerLost()
    {
        Volatile.Write(ref _answersLost, 1);
        signals.Tick.Set();
    }

    /// <summary>The alarm clock must learn of a back-off that ends before its next look.</summary>
    public void RetryAhead() => signals.Tick.Set();

    /// <summary>Workers of batches ended. What their batches did in the same commit, its answer does not say: others may have been queued or stopped.</summary>
    /// <param name="templateIds">Templates of the batches.</param>
    /// <param name="broken">Tasks of which a worker failed for good.</param>
    public void BatchMoved(IReadOnlyCollection<int> templateIds, IReadOnlyCollection<TaskId> broken)
    {
        signals.WorkQueued(templateIds);
        if (broken.Count == 0) return;
        foreach (var task in broken)
        {
            giveUp.Note(task);
            held.Doubt(task);
        }

        signals.LookAgain();
    }

    public void Committed(FlowResult result, IReadOnlyList<NewTask> creations, IReadOnlyList<StepEnd> ends)
    {
        foreach (var task in creations)
        {
            if (result.Created.Contains(task.TaskId)) memories.Put(task.TaskId, task.Context, task.CorrelationId, task.TemplateId);
        }

        foreach (var end in ends)
        {
            if (end.Outcome == StepState.WaitingForRetry) RetryAhead();
            if (end.Outcome == StepState.Complete && end.Result is { } json && result.Accepted.Contains(end.TaskId.Step(end.StepNo)))
            {
                memories.Remember(end.TaskId, end.StepNo, json);
            }
        }

        Committed(result);
    }

    public void Committed(FlowResult result)
    {
        foreach (var (task, state) in result.Tasks)
        {
            if (state.IsTerminal()) memories.Forget(task);
            else if (state == TaskState.BlockedByFailures) giveUp.Note(task);
        }

        foreach (var step in result.Claimed)
        {
            if (step.Context is { } context) memories.Put(step.TaskId, context, step.CorrelationId!.Value, step.TemplateId, step.Resets);
            worker.Value.Execute(step);
        }

        deadLetters.Entered(result.DeadLetters);
        signals.WorkQueued(result.QueuedTemplates);
        signals.Changed();
    }
}
