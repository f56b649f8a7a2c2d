using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;

namespace Tasker.Web.Components.Templates;

/// <summary>The last look before a version is published. Open for as long as it is rendered.</summary>
public sealed partial class PublishDialog : IAsyncDisposable
{
    private ElementReference _dialog;
    private IJSObjectReference? _shell;
    private IReadOnlyList<DiffLine> _lines = [];
    private string? _compared;
    private bool _confirmed;
    private bool _makeDefault = true;
    private bool _busy;

    /// <summary>What will be published.</summary>
    [Parameter, EditorRequired]
    public required TaskTemplate Template { get; set; }

    /// <summary>Its text.</summary>
    [Parameter, EditorRequired]
    public required string Yaml { get; set; }

    /// <summary>What is worth knowing about it; has to be confirmed.</summary>
    [Parameter]
    public IReadOnlyList<TemplateProblem> Warnings { get; set; } = [];

    /// <summary>The default version at present; null when this is the first.</summary>
    [Parameter]
    public TemplateDetail? Default { get; set; }

    /// <summary>The version turned out to be taken.</summary>
    [Parameter]
    public PublishOutcome.Conflict? Conflict { get; set; }

    /// <summary>Confirmed; true makes it the default.</summary>
    [Parameter]
    public EventCallback<bool> OnPublish { get; set; }

    /// <summary>The suggested version is to be used.</summary>
    [Parameter]
    public EventCallback<string> OnBump { get; set; }

    /// <summary>Escape or Cancel.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private bool Blocked => _busy || Conflict is not null || (Warnings.Count > 0 && !_confirmed);

    protected override void OnParametersSet()
    {
        if (Default is null || _compared == Yaml) return;
        _compared = Yaml;
        _lines = LineDiff.Compare(Default.Source, Yaml);
    }

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

    private async Task PublishAsync()
    {
        if (Blocked) return;
        _busy = true;
        try
        {
            await OnPublish.InvokeAsync(_makeDefault);
        }
        finally
        {
            _busy = false;
        }
    }
}
