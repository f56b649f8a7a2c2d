using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Tasks;

/// <summary>What a person may do to a whole task; see <see cref="StepActions"/> for how outcomes are shown.</summary>
public sealed partial class TaskActions
{
    private Asking? _asking;
    private string? _requested;
    private DateTimeOffset _seen;
    private bool _busy;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public required TaskListItem Task { get; set; }

    /// <summary>An act was applied: the task is about to change.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    [Inject]
    public required RetryAllFailed RetryAll { get; init; }

    [Inject]
    public required CancelTask Cancel { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private TaskState? Known => StateNames.TryParseTask(Task.State, out var state) ? state : null;

    private string? CancelWhyNot => Known is { } state && OperatorChoices.AllowsCancel(state) ? null : $"The task is over: {StateLooks.ForTask(Task.State).Word}.";

    private string? RetryWhyNot => Known switch
    {
        { } state when OperatorChoices.AllowsRetryAll(state, Task.StepsFailed) => null,
        { } state when OperatorChoices.IsOver(state) => $"The task is over: {StateLooks.ForTask(Task.State).Word}.",
        _ => "No step of this task has failed.",
    };

    protected override void OnParametersSet()
    {
        if (_requested is not null && Task.ChangedAt != _seen) _requested = null;
    }

    private Task RetryAllAsync(string reason) => ActAsync("Retry", request => RetryAll.HandleAsync(request, CancellationToken.None), reason);

    private Task CancelAsync(string reason) => ActAsync("Cancellation", request => Cancel.HandleAsync(request, CancellationToken.None), reason);

    private async Task ActAsync(string what, Func<TaskActRequest, Task<OperatorOutcome>> send, string reason)
    {
        (_asking, _requested, _seen, _busy) = (null, what, Task.ChangedAt, true);
        StateHasChanged();
        try
        {
            var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
            var outcome = await send(new TaskActRequest { TaskId = Task.TaskId, Actor = User.Actor, Reason = reason, ExpectedState = Known, IdempotencyKey = key });
            Toasts.Show(OutcomeToast.Of($"{what} of this task", outcome, isTask: true, Clock.GetUtcNow()));
            if (outcome is OperatorOutcome.Applied) await OnApplied.InvokeAsync();
            else _requested = null;
        }
        catch (DbException)
        {
            _requested = null;
            Toasts.Show(new Toast(ToastTone.Failed, $"{what} of this task: the database did not answer, so it is not known whether it happened. The task's state will tell."));
        }
        finally
        {
            _busy = false;
        }
    }

    private enum Asking
    {
        RetryAll,
        Cancel,
    }
}
