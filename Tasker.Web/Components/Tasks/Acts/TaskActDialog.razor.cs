using Microsoft.AspNetCore.Components;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>Asks for what an act on a task needs: its reason, and what is particular to it.</summary>
public sealed partial class TaskActDialog
{
    private const int MostPriority = 100;

    private static readonly IReadOnlyList<(int Minutes, string Words)> Pauses =
        [(15, "15 minutes from now"), (60, "an hour from now"), (240, "4 hours from now"), (1440, "this time tomorrow")];

    private JsonEditor? _json;
    private string _text = "{}";
    private bool _edits;
    private int _pauseMinutes;
    private int? _priority;
    private string? _problem;

    /// <summary>The act.</summary>
    [Parameter, EditorRequired]
    public required TaskChoice Choice { get; set; }

    /// <summary>The task.</summary>
    [Parameter, EditorRequired]
    public required TaskDetail Task { get; set; }

    /// <summary>What was wrong with the new run's input when it was sent.</summary>
    [Parameter]
    public IReadOnlyList<OperatorProblem> Problems { get; set; } = [];

    /// <summary>Confirmed, with all that the act needs.</summary>
    [Parameter, EditorRequired]
    public EventCallback<TaskActInput> OnConfirm { get; set; }

    /// <summary>Escape or Cancel.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    private TaskListItem Summary => Task.Header.Summary;

    private Payload Context => Task.Header.Context;

    protected override void OnInitialized()
    {
        _priority = Summary.Priority;
        if (Context.Length <= CodeEditor.MostBytes) _text = JsonShape.Indented(Context.Json);
    }

    private async Task ConfirmAsync(string reason)
    {
        _problem = Choice.Act == TaskAct.Priority && _priority is null or < -MostPriority or > MostPriority ? $"A priority is a whole number from -{MostPriority} to {MostPriority}." : null;
        if (_problem is not null) return;
        string? context = null;
        if (Choice.Act == TaskAct.Rerun && _edits)
        {
            if (_json is null) return;
            await _json.FetchAsync();
            if (!_json.IsJson) return;
            context = _text;
        }

        await OnConfirm.InvokeAsync(new TaskActInput(reason, context, _pauseMinutes == 0 ? null : TimeSpan.FromMinutes(_pauseMinutes), _priority ?? 0));
    }
}
