using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;

namespace Tasker.Web.Components.Tasks.Bulk;

/// <summary>What came of an act on many tasks, task by task where it was not what was asked for.</summary>
public sealed partial class BulkOutcome : IAsyncDisposable
{
    private const int Most = 100;

    private const string Done = "done";

    private ElementReference _dialog;
    private IJSObjectReference? _shell;

    /// <summary>The act's words.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>One outcome for each task.</summary>
    [Parameter, EditorRequired]
    public required BulkResult Result { get; set; }

    /// <summary>Escape or Close.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private IReadOnlyList<(TaskId Task, OperatorOutcome Outcome)> Others => [.. Result.Items.Where(i => First(i.Outcome) is not OperatorOutcome.Applied)];

    private IEnumerable<(string Word, int Count)> Sums => Result.Items
        .GroupBy(i => First(i.Outcome) switch
        {
            OperatorOutcome.Applied => Done,
            OperatorOutcome.Conflict => "changed by somebody else first",
            OperatorOutcome.Refused => "refused",
            _ => "gone",
        })
        .OrderByDescending(g => g.Key == Done)
        .Select(g => (g.Key, g.Count()));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _shell = await Js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js");
        await _shell.InvokeVoidAsync("openDialog", _dialog);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_shell is not null)
            {
                await _shell.InvokeVoidAsync("restoreFocus");
                await _shell.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the focus with it.
        }
    }

    private static OperatorOutcome First(OperatorOutcome outcome) => outcome is OperatorOutcome.Replayed replayed ? replayed.First : outcome;

    private string Words(OperatorOutcome outcome) => OutcomeToast.Of("This task", outcome, isTask: true, Clock.GetUtcNow()).Text;
}
