using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Tasker.Web.Components.Shared;

/// <summary>
/// Asks for a reason before something happens. Open for as long as it is rendered: the page removes it when told the outcome.
/// A modal <c>dialog</c> element, so the browser itself keeps the focus inside and the rest of the page still.
/// </summary>
public sealed partial class ReasonDialog : IAsyncDisposable
{
    private const int MaxReasonLength = 500;

    private static int _lastId;

    private readonly string _titleId = $"dialog-{Interlocked.Increment(ref _lastId)}";
    private ElementReference _dialog;
    private IJSObjectReference? _shell;
    private string _reason = "";
    private string? _problem;
    private bool _busy;

    /// <summary>The action, as a command: "Resolve step by hand".</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What will follow, and what can't be taken back.</summary>
    [Parameter]
    public RenderFragment? Consequence { get; set; }

    /// <summary>The confirming button's words. Default: the title.</summary>
    [Parameter]
    public string? ConfirmText { get; set; }

    /// <summary>The other button's words; something else than the default where the act itself is a cancellation.</summary>
    [Parameter]
    public string DismissText { get; set; } = "Cancel";

    /// <summary>Room for an editor with something beside it.</summary>
    [Parameter]
    public bool Wide { get; set; }

    /// <summary>The button is red.</summary>
    [Parameter]
    public bool Dangerous { get; set; }

    /// <summary>The act becomes a row of the audit trail, with the reason; the dialog says so. Default: true.</summary>
    [Parameter]
    public bool Audited { get; set; } = true;

    /// <summary>The shortest reason accepted, in characters without outer blanks; 0 makes it optional. Default: 8.</summary>
    [Parameter]
    public int MinReasonLength { get; set; } = 8;

    /// <summary>Confirmed once, with the trimmed reason.</summary>
    [Parameter, EditorRequired]
    public EventCallback<string> OnConfirm { get; set; }

    /// <summary>Escape or the other button.</summary>
    [Parameter]
    public EventCallback OnCancel { get; set; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private string ReasonId => $"{_titleId}-reason";

    private string HintId => $"{_titleId}-hint";

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _shell = await Js.InvokeAsync<IJSObjectReference>("import", "./js/shell.js");
            await _shell.InvokeVoidAsync("openDialog", _dialog);
        }
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

    private Task CancelAsync() => OnCancel.InvokeAsync();

    private async Task SubmitAsync()
    {
        var reason = _reason.Trim();
        _problem = reason.Length < MinReasonLength ? $"Say why in at least {MinReasonLength} characters; others will read it." : null;
        if (_problem is not null || _busy)
        {
            return;
        }

        _busy = true;
        try
        {
            await OnConfirm.InvokeAsync(reason);
        }
        finally
        {
            _busy = false;
        }
    }
}
