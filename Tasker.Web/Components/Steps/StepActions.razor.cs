using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Tasks;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Steps;

/// <summary>
/// What a person may do to a step. A click shows that it was asked for; the outcome comes as a toast, and the state changes when the
/// step's own transition arrives.
/// </summary>
public sealed partial class StepActions
{
    private StepChoice? _asking;
    private StepChoice? _requested;
    private DateTimeOffset _seen;
    private StepId _shown;
    private string _result = "{}";
    private string? _resultProblem;

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required StepListItem Step { get; set; }

    /// <summary>The stored text of its task's state.</summary>
    [Parameter, EditorRequired]
    public required string TaskState { get; set; }

    /// <summary>An act was applied: the step is about to change.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    [Inject]
    public required RetryStep Retry { get; init; }

    [Inject]
    public required FailStep Fail { get; init; }

    [Inject]
    public required ResolveStep Resolve { get; init; }

    [Inject]
    public required CompleteStep Complete { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string WhyNotId => $"why-not-{Step.No}";

    private IReadOnlyList<string> WhyNots =>
        [.. StepChoice.For(Step.State, TaskState).Select(c => c.WhyNot).OfType<string>().Distinct()];

    protected override void OnParametersSet()
    {
        if (_shown != Step.StepId)
        {
            (_shown, _asking, _requested, _result) = (Step.StepId, null, null, "{}");
        }
        else if (_requested is not null && Step.ChangedAt != _seen)
        {
            _requested = null;
        }
    }

    private async Task ActAsync(StepChoice choice, string reason)
    {
        _resultProblem = choice.Act == StepAct.Complete ? JsonProblem(_result) : null;
        if (_resultProblem is not null) return;
        var step = Step;
        (_asking, _requested, _seen) = (null, choice, step.ChangedAt);
        StateHasChanged();
        OperatorOutcome outcome;
        try
        {
            outcome = await SendAsync(choice.Act, step, reason);
        }
        catch (DbException)
        {
            _requested = null;
            Toasts.Show(new Toast(ToastTone.Failed, $"{choice.Title} of {step.Name}: the database did not answer, so it is not known whether it happened. The step's state will tell."));
            return;
        }

        Toasts.Show(OutcomeToast.Of($"{choice.Title} of {step.Name}", outcome, isTask: false, Clock.GetUtcNow(), TaskLinks.Task(step.StepId.Task, step.Name, null)));
        if (outcome is OperatorOutcome.Applied) await OnApplied.InvokeAsync();
        else _requested = null;
    }

    private Task<OperatorOutcome> SendAsync(StepAct act, StepListItem step, string reason)
    {
        var expected = StateNames.TryParseStep(step.State, out var state) ? state : (StepState?)null;
        var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
        var request = new StepActRequest { StepId = step.StepId, Actor = User.Actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key };
        return act switch
        {
            StepAct.Retry => Retry.HandleAsync(request, CancellationToken.None),
            StepAct.Fail => Fail.HandleAsync(request, CancellationToken.None),
            StepAct.Resolve => Resolve.HandleAsync(request, CancellationToken.None),
            StepAct.Complete => Complete.HandleAsync(
                new CompleteStepRequest { StepId = step.StepId, Actor = User.Actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key, ResultJson = _result }, CancellationToken.None),
            _ => throw new InvalidOperationException($"Nothing is done for {act}."),
        };
    }

    private static string? JsonProblem(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException e)
        {
            return $"This is not JSON: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}.";
        }
    }
}
