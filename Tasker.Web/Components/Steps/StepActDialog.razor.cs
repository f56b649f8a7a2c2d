using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Steps;

/// <summary>
/// Asks for what an act on a step needs: its reason, and what is particular to it: a result, other inputs beside the present ones, or a look at
/// the steps that will run again.
/// </summary>
public sealed partial class StepActDialog
{
    private JsonEditor? _json;
    private string _text = "{}";
    private string? _original;
    private bool _isOwn;
    private string? _unavailable;
    private string? _problem;

    /// <summary>The act.</summary>
    [Parameter, EditorRequired]
    public required StepChoice Choice { get; set; }

    /// <summary>The step.</summary>
    [Parameter, EditorRequired]
    public required StepListItem Step { get; set; }

    /// <summary>All steps of its task.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyCollection<StepListItem> Steps { get; set; }

    /// <summary>What was wrong with the value when it was sent.</summary>
    [Parameter]
    public IReadOnlyList<OperatorProblem> Problems { get; set; } = [];

    /// <summary>Confirmed, with all that the act needs.</summary>
    [Parameter, EditorRequired]
    public EventCallback<StepActInput> OnConfirm { get; set; }

    /// <summary>Escape or Cancel.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Inject]
    public required StepBrowser Browser { get; init; }

    [Inject]
    public required TaskBrowser Tasks { get; init; }

    protected override async Task OnInitializedAsync()
    {
        if (Choice.Act != StepAct.RetryWithInputs) return;
        try
        {
            var own = (await Browser.GetAsync(Step.StepId, CancellationToken.None))?.Payloads.Inputs;
            var seen = own ?? (await Tasks.GetAsync(Step.StepId.Task, CancellationToken.None))?.Header.Context;
            _isOwn = own is not null;
            if (seen is null) _unavailable = "The step does not exist any more.";
            else if (seen.Length > CodeEditor.MostBytes) _unavailable = $"Its input is longer than {JsonView.ByteWords(CodeEditor.MostBytes)} and cannot be edited here; send it with the API.";
            else (_original, _text) = (seen.Json, JsonShape.Indented(seen.Json));
        }
        catch (DbException)
        {
            _unavailable = "The database did not answer in time; close this and try again.";
        }
    }

    private async Task ConfirmAsync(string reason)
    {
        _problem = null;
        if (!Choice.HasJson)
        {
            await OnConfirm.InvokeAsync(new StepActInput(reason, null));
            return;
        }

        if (_json is null) return;
        await _json.FetchAsync();
        // What is wrong with the text stands at its line.
        if (!_json.IsJson) return;
        if (_original is not null && _text == JsonShape.Indented(_original)) _problem = "This is the input it has. Change it, or use Retry.";
        else await OnConfirm.InvokeAsync(new StepActInput(reason, _text));
    }
}
