using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Steps;

/// <summary>An act as it is offered for one step: possible, or with the reason why not. Pure.</summary>
/// <param name="Act">The act.</param>
/// <param name="Title">The button's words.</param>
/// <param name="Consequence">What will follow.</param>
/// <param name="WhyNot">Why it is not possible now; null when it is.</param>
public sealed record StepChoice(StepAct Act, string Title, string Consequence, string? WhyNot)
{
    /// <summary>True when the act goes with a JSON value that a person writes.</summary>
    public bool HasJson => Act is StepAct.Complete or StepAct.RetryWithInputs;

    /// <summary>All acts for a step, the most likely first.</summary>
    /// <param name="step">The stored text of the step's state.</param>
    /// <param name="task">The stored text of its task's state.</param>
    public static IReadOnlyList<StepChoice> For(string step, string task) =>
    [
        Choice(StepAct.Retry, "Retry", "It runs again with all its attempts; what it and its children still need happens by itself.", "a failed or waiting step can be retried", step, task),
        Choice(StepAct.RetryWithInputs, "Retry with edited input", "It runs again on the input below. No other step sees the change; the input it had is kept with your name and reason.", "a failed or waiting step can be retried", step, task),
        Choice(StepAct.RetryDownstream, "Retry with downstream", "It runs again at once, and every step below it that has begun runs again after it. Results they had are kept for the record.", "a step that has begun and is at rest can be sent back", step, task),
        Choice(StepAct.Complete, "Complete by hand", "It counts as done with the result below, which its children read; the events it declares for a success are published.", "an unfinished step can be completed", step, task),
        Choice(StepAct.Resolve, "Resolve by hand", "It counts as done without a result, and its children start.", "an unfinished step can be resolved", step, task),
        Choice(StepAct.Skip, "Skip", "Its work is passed over: its children start without a result, and the history says that it was skipped.", "an unfinished step can be skipped", step, task),
        Choice(StepAct.Fail, "Fail", "It fails for good, a running attempt included, and its task is blocked until somebody deals with it.", "a step that has not ended can be failed", step, task),
    ];

    private static StepChoice Choice(StepAct act, string title, string consequence, string rule, string step, string task) =>
        new(act, title, consequence, WhyNotOf(act, rule, step, task));

    private static string? WhyNotOf(StepAct act, string rule, string step, string task)
    {
        if (!StateNames.TryParseStep(step, out var stepState) || !StateNames.TryParseTask(task, out var taskState)) return "This console does not know the state.";
        if (OperatorChoices.IsOver(taskState)) return $"The task is over: {StateLooks.ForTask(task).Word}.";
        return OperatorChoices.Allows(act, stepState, taskState) ? null : $"Only {rule}; this one is: {StateLooks.ForStep(step).Word}.";
    }
}
