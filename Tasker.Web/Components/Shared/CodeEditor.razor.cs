using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Tasker.Web.Components.Shared;

/// <summary>
/// A text area with line numbers and problem marks. The text lives in the browser and is fetched as a stream after a pause in
/// typing: bound the usual way, one message would carry all of it and the hub's limit would end the circuit.
/// </summary>
public sealed partial class CodeEditor : IAsyncDisposable
{
    /// <summary>The longest text that is read back, in bytes: a template's limit.</summary>
    public const int MostBytes = 256 * 1024;

    private static int _lastId;

    private readonly string _hintId = $"editor-{Interlocked.Increment(ref _lastId)}";
    private ElementReference _body;
    private IJSObjectReference? _editor;
    private DotNetObjectReference<CodeEditor>? _self;
    private string? _known;
    private IReadOnlyList<CodeProblem>? _marked;
    private bool _draftFound;

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>The text after 300 ms without a key.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    /// <summary>The text grew beyond <see cref="MostBytes"/>, and the last change was not taken.</summary>
    [Parameter]
    public EventCallback OnTooLong { get; set; }

    /// <summary>What is wrong with the text; a new list replaces all marks.</summary>
    [Parameter]
    public IReadOnlyList<CodeProblem> Problems { get; set; } = [];

    /// <summary>The editor's accessible name.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>The text can be read and copied only.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>The height in lines. Default: 18.</summary>
    [Parameter]
    public int Rows { get; set; } = 18;

    /// <summary>Unsaved changes are kept in this tab under this name and offered after a reload; null keeps none.</summary>
    [Parameter]
    public string? DraftKey { get; set; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private string ProblemsId => $"{_hintId}-problems";

    /// <summary>Forgets the draft, because the text was saved.</summary>
    public ValueTask ForgetDraftAsync() => _editor?.InvokeVoidAsync("forgetDraft") ?? ValueTask.CompletedTask;

    /// <summary>Fetches the text now, for whoever cannot wait for the pause in typing.</summary>
    public Task FetchAsync() => _editor is null ? Task.CompletedTask : ChangedAsync();

    /// <summary>Called by editor.js: there is a new text to fetch.</summary>
    [JSInvokable]
    public async Task ChangedAsync()
    {
        await using var reference = await _editor!.InvokeAsync<IJSStreamReference>("read");
        if (reference.Length > MostBytes)
        {
            await InvokeAsync(OnTooLong.InvokeAsync);
            return;
        }

        await using var stream = await reference.OpenReadStreamAsync(MostBytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _known = await reader.ReadToEndAsync();
        await InvokeAsync(() => ValueChanged.InvokeAsync(_known));
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/editor.js");
                _self = DotNetObjectReference.Create(this);
                _editor = await module.InvokeAsync<IJSObjectReference>("mount", _body, _self, DraftKey);
                await SendAsync();
                _draftFound = await _editor.InvokeAsync<bool>("hasDraft");
                if (_draftFound)
                {
                    StateHasChanged();
                }
            }
            else if (_editor is not null)
            {
                await SendAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; its draft waits in the session storage.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_editor is not null)
            {
                await _editor.InvokeVoidAsync("dispose");
                await _editor.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // Nothing is left to clean up in a browser that is gone.
        }

        _self?.Dispose();
    }

    private async Task SendAsync()
    {
        if (_known != Value)
        {
            _known = Value;
            await _editor!.InvokeVoidAsync("write", Value);
        }

        if (!ReferenceEquals(_marked, Problems))
        {
            _marked = Problems;
            await _editor!.InvokeVoidAsync("mark", Problems.Select(p => new object[] { p.Line, p.IsWarning, p.Message }));
        }
    }

    private ValueTask GoToAsync(CodeProblem problem) => _editor?.InvokeVoidAsync("goTo", problem.Line, problem.Column) ?? ValueTask.CompletedTask;

    private async Task RestoreDraftAsync()
    {
        _draftFound = false;
        await _editor!.InvokeVoidAsync("restoreDraft");
    }

    private async Task DiscardDraftAsync()
    {
        _draftFound = false;
        await _editor!.InvokeVoidAsync("forgetDraft");
    }
}
