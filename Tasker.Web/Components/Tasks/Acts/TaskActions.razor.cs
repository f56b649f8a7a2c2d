using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;

namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>What a person may do to a whole task; see <see cref="StepActions"/> for how outcomes are shown.</summary>
public sealed partial class TaskActions
{
    private IReadOnlyList<TaskChoice> _choices = [];
    private TaskChoice? _asking;
    private IReadOnlyList<OperatorProblem> _problems = [];
    private string? _requested;
    private DateTimeOffset _seen;
    private bool _busy;
    private bool _more;
    private ElementReference _opener;

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public required TaskDetail Task { get; set; }

    /// <summary>An act was applied: the task is about to change.</summary>
    [Parameter]
    public EventCallback OnApplied { get; set; }

    /// <summary>Something about the task changed that no move of it tells of: it has to be read again.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Inject]
    public required TaskActSender Sender { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private TaskListItem Summary => Task.Header.Summary;

    protected override void OnParametersSet()
    {
        _choices = TaskChoice.For(Task);
        if (_requested is not null && Summary.ChangedAt != _seen) _requested = null;
    }

    private async Task AskAsync(TaskChoice choice)
    {
        await CloseMoreAsync();
        (_asking, _problems) = (choice, []);
    }

    private Task OnKeyAsync(KeyboardEventArgs e) => e.Key == "Escape" ? CloseMoreAsync() : System.Threading.Tasks.Task.CompletedTask;

    private async Task CloseMoreAsync()
    {
        if (!_more) return;
        // Before the menu goes, or the focus would go with it.
        await _opener.FocusAsync();
        _more = false;
    }

    private async Task ActAsync(TaskChoice choice, TaskActInput input)
    {
        var hasJson = input.ContextJson is not null;
        (_asking, _requested, _seen, _busy, _problems) = (hasJson ? choice : null, choice.Noun, Summary.ChangedAt, true, []);
        StateHasChanged();
        var what = $"{choice.Noun} of this task";
        try
        {
            var (outcome, href, word) = await Sender.SendAsync(choice.Act, Task, input);
            if (hasJson && outcome is OperatorOutcome.Refused { Problems: { Count: > 0 } problems })
            {
                (_problems, _requested) = (problems, null);
                return;
            }

            _asking = null;
            Toasts.Show(OutcomeToast.Of(what, outcome, word, Clock.GetUtcNow(), href, choice.Act == TaskAct.Rerun ? "Open the new task" : "Open it"));
            if (outcome is not OperatorOutcome.Applied || !choice.MovesTask) _requested = null;
            if (outcome is OperatorOutcome.Applied) await (choice.MovesTask ? OnApplied : OnChanged).InvokeAsync();
        }
        catch (DbException)
        {
            (_asking, _requested) = (null, null);
            Toasts.Show(OutcomeToast.Unknown(what, "task"));
        }
        finally
        {
            _busy = false;
        }
    }
}
