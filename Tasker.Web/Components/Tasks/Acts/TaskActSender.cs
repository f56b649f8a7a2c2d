using Tasker.Data.Operators;
using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>Brings a person's act on a task to the operation that does it, with the state that the person saw and a key of its own.</summary>
public sealed class TaskActSender(
    RetryAllFailed retryAll, RerunTask rerun, PauseWork pause, ResumeWork resume, ChangePriority priority, CancelTask cancel, ResolveTask resolve,
    EnterDeadLetter enter, CurrentUser user, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="act">The act.</param>
    /// <param name="task">The task as the person saw it.</param>
    /// <param name="input">What the person gave.</param>
    /// <returns>The outcome, where to see what came of it, and the words for its states.</returns>
    public async Task<(OperatorOutcome Outcome, string? Href, Func<string, string> Word)> SendAsync(TaskAct act, TaskDetail task, TaskActInput input)
    {
        var (id, reason, key, ct) = (task.TaskId, input.Reason, Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), CancellationToken.None);
        TaskState? expected = StateNames.TryParseTask(task.Header.Summary.State, out var state) ? state : null;
        var plain = new TaskActRequest { TaskId = id, Actor = user.Actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key };
        switch (act)
        {
            case TaskAct.RetryAll:
                return (await retryAll.HandleAsync(plain, ct), null, TaskWord);
            case TaskAct.Cancel:
                return (await cancel.HandleAsync(plain, ct), null, TaskWord);
            case TaskAct.Resolve:
                return (await resolve.HandleAsync(plain, ct), null, TaskWord);
            case TaskAct.Rerun:
                var run = await rerun.HandleAsync(
                    new RerunTaskRequest { TaskId = id, Actor = user.Actor, Reason = reason, ContextJson = input.ContextJson, ExpectedState = expected, IdempotencyKey = key }, ct);
                return (run.Outcome, run.NewTask is { } made ? TaskLinks.Task(made) : null, TaskWord);
            case TaskAct.Pause:
                var until = input.PauseFor is { } time ? clock.GetUtcNow() + time : (DateTimeOffset?)null;
                return (await pause.HandleAsync(new PauseRequest { Target = PauseTarget.OfTask(id), Actor = user.Actor, Reason = reason, Until = until, IdempotencyKey = key }, ct), null, Same);
            case TaskAct.Resume:
                return (await resume.HandleAsync(new ResumeRequest { Target = PauseTarget.OfTask(id), Actor = user.Actor, Reason = reason, IdempotencyKey = key }, ct), null, Same);
            case TaskAct.Priority:
                return (await priority.HandleAsync(new ChangePriorityRequest { TaskId = id, Priority = input.Priority, Actor = user.Actor, Reason = reason, IdempotencyKey = key }, ct), null, Same);
            case TaskAct.DeadLetter:
                var entry = await enter.HandleAsync(new EnterDeadLetterRequest { TaskId = id, Actor = user.Actor, Reason = reason, IdempotencyKey = key }, ct);
                return (entry.Outcome, entry.EntryId is { } letter ? TaskLinks.DeadLetter(letter) : null, state => StateLooks.ForDeadLetter(state).Word);
            default:
                throw new ArgumentOutOfRangeException(nameof(act), act, "not an act");
        }
    }

    private static string TaskWord(string state) => StateLooks.ForTask(state).Word;

    private static string Same(string state) => state;
}
