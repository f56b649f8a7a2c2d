using System.Data.Common;
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
/// step's own transition arrives. A value that does not fit its schema is shown where it was written.
/// </summary>
public sealed partial class StepActions
{
    private const int MostReasons = 2;

    private StepChoice? _asking;
    private StepChoice? _requested;
    private DateTimeOffset _seen;
    private StepId _shown;
    private IReadOnlyList<OperatorProblem> _problems = [];

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required StepListItem Step { get; set; }

    /// <summary>All steps of its task.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<StepListItem> Steps { get; set; }

    /// <summary>The stored text of its task's state.</summary>
    [Parameter, EditorRequired]
    public required string TaskState { get; set; }

    /// <summary>An act was applied: the step is about to change.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    [Inject]
    public required RetryStep Retry { get; init; }

    [Inject]
    public required RetryWithInputs RetryInputs { get; init; }

    [Inject]
    public required RetryDownstream Downstream { get; init; }

    [Inject]
    public required FailStep Fail { get; init; }

    [Inject]
    public required ResolveStep Resolve { get; init; }

    [Inject]
    public required SkipStep Skip { get; init; }

    [Inject]
    public required CompleteStep Complete { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string WhyNotId => $"why-not-{Step.No}";

    private IReadOnlyList<string> WhyNots
    {
        get
        {
            var choices = StepChoice.For(Step.State, TaskState);
            string[] reasons = [.. choices.Select(c => c.WhyNot).OfType<string>().Distinct()];
            if (reasons.Length <= MostReasons) return reasons;
            // Five sentences that differ in a word are read by nobody; each button has its own.
            var possible = string.Join(", ", choices.Where(c => c.WhyNot is null).Select(c => c.Title));
            return [$"This step is: {StateLooks.ForStep(Step.State).Word}. {(possible.Length == 0 ? "Nothing can be done to it now." : $"Possible now: {possible}.")}"];
        }
    }

    protected override void OnParametersSet()
    {
        if (_shown != Step.StepId)
        {
            (_shown, _asking, _requested) = (Step.StepId, null, null);
        }
        else if (_requested is not null && Step.ChangedAt != _seen)
        {
            _requested = null;
        }
    }

    private void Ask(StepChoice choice) => (_asking, _problems) = (choice, []);

    private async Task ActAsync(StepChoice choice, StepActInput input)
    {
        var step = Step;
        // What carries a value stays open until the value was accepted.
        (_asking, _requested, _seen, _problems) = (choice.HasJson ? choice : null, choice, step.ChangedAt, []);
        StateHasChanged();
        OperatorOutcome outcome;
        try
        {
            outcome = await SendAsync(choice.Act, step, input);
        }
        catch (DbException)
        {
            (_asking, _requested) = (null, null);
            Toasts.Show(OutcomeToast.Unknown($"{choice.Title} of {step.Name}", "step"));
            return;
        }

        if (choice.HasJson && outcome is OperatorOutcome.Refused { Problems: { Count: > 0 } problems })
        {
            (_problems, _requested) = (problems, null);
            return;
        }

        if (_asking == choice) _asking = null;
        Toasts.Show(OutcomeToast.Of($"{choice.Title} of {step.Name}", outcome, isTask: false, Clock.GetUtcNow(), TaskLinks.Task(step.StepId.Task, step.Name, null)));
        if (outcome is OperatorOutcome.Applied) await OnApplied.InvokeAsync();
        else _requested = null;
    }

    private Task<OperatorOutcome> SendAsync(StepAct act, StepListItem step, StepActInput input)
    {
        var expected = StateNames.TryParseStep(step.State, out var state) ? state : (StepState?)null;
        var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
        var (id, actor, reason, ct) = (step.StepId, User.Actor, input.Reason, CancellationToken.None);
        var plain = new StepActRequest { StepId = id, Actor = actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key };
        var again = new RetryInputsRequest { StepId = id, Actor = actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key, InputsJson = input.Json };
        return act switch
        {
            StepAct.Retry => Retry.HandleAsync(plain, ct),
            StepAct.RetryWithInputs => RetryInputs.HandleAsync(again, ct),
            StepAct.RetryDownstream => Downstream.HandleAsync(again, ct),
            StepAct.Fail => Fail.HandleAsync(plain, ct),
            StepAct.Resolve => Resolve.HandleAsync(plain, ct),
            StepAct.Skip => Skip.HandleAsync(plain, ct),
            StepAct.Complete => Complete.HandleAsync(
                new CompleteStepRequest { StepId = id, Actor = actor, Reason = reason, ExpectedState = expected, IdempotencyKey = key, ResultJson = input.Json! }, ct),
            _ => throw new InvalidOperationException($"Nothing is done for {act}."),
        };
    }
}
