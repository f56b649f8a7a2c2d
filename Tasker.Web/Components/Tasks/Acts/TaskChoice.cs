using Tasker.Data.Pauses;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>An act as it is offered for one task: possible, or with the reason why not. Pure.</summary>
/// <param name="Act">The act.</param>
/// <param name="Title">The button's words.</param>
/// <param name="Noun">The act as a sentence's beginning: "Cancellation".</param>
/// <param name="WhyNot">Why it is not possible now; null when it is.</param>
public sealed record TaskChoice(TaskAct Act, string Title, string Noun, string? WhyNot)
{
    /// <summary>True for acts that stand beside the task's name; the others are one click further.</summary>
    public bool IsFirst => Act is TaskAct.RetryAll or TaskAct.Rerun or TaskAct.Pause or TaskAct.Resume or TaskAct.Cancel;

    /// <summary>True when a move of the task or its steps follows, which the page hears of by itself.</summary>
    public bool MovesTask => Act is TaskAct.RetryAll or TaskAct.Cancel or TaskAct.Resolve;

    /// <summary>All acts for a task, the most likely first.</summary>
    public static IReadOnlyList<TaskChoice> For(TaskDetail task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var summary = task.Header.Summary;
        if (!StateNames.TryParseTask(summary.State, out var state))
        {
            return [.. Enum.GetValues<TaskAct>().Where(a => a != TaskAct.Resume).Select(a => Choice(a, "This console does not know the state."))];
        }

        var over = OperatorChoices.IsOver(state) ? $"The task is over: {StateLooks.ForTask(summary.State).Word}." : null;
        return
        [
            Choice(TaskAct.RetryAll, OperatorChoices.AllowsRetryAll(state, summary.StepsFailed) ? null : over ?? "No step of this task has failed."),
            Choice(TaskAct.Rerun, OperatorChoices.AllowsRerun(state) ? null : "It is under way; only a task that has ended or is blocked is run again."),
            IsPaused(task) ? Choice(TaskAct.Resume, null) : Choice(TaskAct.Pause, over),
            Choice(TaskAct.Cancel, OperatorChoices.AllowsCancel(state) ? null : over ?? "A failed task cannot be cancelled; resolve it."),
            Choice(TaskAct.Priority, over),
            Choice(TaskAct.Resolve, OperatorChoices.AllowsResolve(state) ? null : over ?? "Only a blocked or failed task can be resolved by hand."),
            Choice(TaskAct.DeadLetter, null),
        ];
    }

    /// <summary>True when the task itself is paused, and not only its template, namespace or queue.</summary>
    public static bool IsPaused(TaskDetail task) => task.Pauses.Any(p => p.Target.Scope == PauseScope.Task);

    private static TaskChoice Choice(TaskAct act, string? whyNot) => act switch
    {
        TaskAct.RetryAll => new(act, "Retry all failed", "Retry", whyNot),
        TaskAct.Rerun => new(act, "Run again", "New run", whyNot),
        TaskAct.Pause => new(act, "Pause", "Pause", whyNot),
        TaskAct.Resume => new(act, "Resume", "Resuming", whyNot),
        TaskAct.Priority => new(act, "Change priority", "Priority", whyNot),
        TaskAct.Cancel => new(act, "Cancel task", "Cancellation", whyNot),
        TaskAct.Resolve => new(act, "Resolve by hand", "Resolution", whyNot),
        TaskAct.DeadLetter => new(act, "Put among dead letters", "Dead letter", whyNot),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "not an act"),
    };
}
