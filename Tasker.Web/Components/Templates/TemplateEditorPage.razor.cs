using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Web.Components.Graph;
using Tasker.Web.Components.Shared;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Templates;

/// <summary>Writes a template version: checked after every pause in typing, drawn as it stands, compared, published.</summary>
public sealed partial class TemplateEditorPage : IAsyncDisposable
{
    private const int MostDrawnSteps = 400;

    private ElementReference _root;
    private CodeEditor? _editor;
    private IJSObjectReference? _keys;
    private DotNetObjectReference<TemplateEditorPage>? _self;
    private string? _yaml;
    private TemplateParseResult? _result;
    private IReadOnlyList<CodeProblem> _problems = [];
    private GraphTopology? _topology;
    private TemplateDetail? _default;
    private PublishOutcome.Conflict? _conflict;
    private bool _tooLong;
    private bool _missing;
    private bool _publishing;

    /// <summary>Namespace of the template to begin with; null for a new one.</summary>
    [Parameter]
    public string? Ns { get; set; }

    /// <summary>Its name.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>Its version; null begins with the default.</summary>
    [SupplyParameterFromQuery]
    public string? Version { get; set; }

    [Inject]
    public required TemplateBrowser Templates { get; init; }

    [Inject]
    public required TemplateStore Store { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    private string DraftKey => Name is null ? "template:new" : $"template:{Ns}/{Name}";

    private bool CanPublish => !_tooLong && _result?.IsValid == true;

    private IReadOnlyList<TemplateProblem> Warnings => [.. _result!.Problems.Where(p => p.Severity == ProblemSeverity.Warning)];

    private int Errors => _result?.Problems.Count(p => p.Severity == ProblemSeverity.Error) ?? 0;

    private string Blocker => _tooLong ? "The text is larger than 256 KiB; the last change was not taken." : Errors == 1 ? "1 error to correct" : $"{Errors} errors to correct";

    private string Verdict => !CanPublish ? Blocker : Warnings.Count == 0 ? "Valid" : Warnings.Count == 1 ? "Valid, with 1 warning" : $"Valid, with {Warnings.Count} warnings";

    /// <summary>Called by saving.js and the button: what was typed last is fetched first.</summary>
    [JSInvokable]
    public Task SaveAsync() => InvokeAsync(async () =>
    {
        if (_editor is not null) await _editor.ChangedAsync();
        await OpenDialogAsync();
        StateHasChanged();
    });

    /// <summary>Opens the dialog for the text as it is known here.</summary>
    internal async Task OpenDialogAsync()
    {
        if (!CanPublish || _publishing) return;
        _default = await Templates.GetAsync(_result!.Template!.Namespace, _result.Template.Name, version: null, CancellationToken.None);
        _publishing = true;
        StateHasChanged();
    }

    protected override async Task OnInitializedAsync()
    {
        if (Name is null)
        {
            Changed(NewTemplateText.Yaml);
            return;
        }

        var start = await Templates.GetAsync(Ns!, Name, Version, CancellationToken.None);
        if (start is null)
        {
            _missing = true;
            return;
        }

        _default = start.Version.IsDefault ? start : await Templates.GetAsync(Ns!, Name, version: null, CancellationToken.None);
        Changed(start.Source);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_yaml is null || _self is not null) return;
        _self = DotNetObjectReference.Create(this);
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/saving.js");
            _keys = await module.InvokeAsync<IJSObjectReference>("mount", _root, _self);
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
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("dispose");
                await _keys.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // Nothing is left to clean up in a browser that is gone.
        }

        _self?.Dispose();
    }

    private void Changed(string yaml)
    {
        (_yaml, _tooLong) = (yaml, false);
        _result = TemplateYaml.Parse(yaml);
        _problems = [.. _result.Problems.Where(p => p.Severity != ProblemSeverity.Info)
            .Select(p => new CodeProblem(Math.Max(1, p.Line), Math.Max(1, p.Column), p.Message, p.Severity == ProblemSeverity.Warning))];
        // The last picture stays while the text cannot be read at all, so that it does not flicker away with every key.
        if (_result.Draft is { Steps.Count: <= MostDrawnSteps } draft) _topology = TemplateTopology.Of(draft);
    }

    private async Task PublishAsync(bool makeDefault)
    {
        switch (await Store.PublishAsync(new PublishRequest(_yaml!, User.Actor, makeDefault), CancellationToken.None))
        {
            case PublishOutcome.Published published:
                await DoneAsync(published.Version, new Toast(ToastTone.Done, $"{published.Version.Name} {published.Version.Version} is published."));
                break;
            case PublishOutcome.Unchanged unchanged:
                await DoneAsync(unchanged.Version, new Toast(ToastTone.Notice, $"{unchanged.Version.Version} was published with this very text before; nothing changed."));
                break;
            case PublishOutcome.Conflict conflict:
                _conflict = conflict;
                break;
            case PublishOutcome.Invalid:
                Cancel();
                Changed(_yaml!);
                break;
            case var other:
                throw new InvalidOperationException($"No words for {other.GetType().Name}.");
        }
    }

    private async Task DoneAsync(TemplateRef version, Toast toast)
    {
        _publishing = false;
        if (_editor is not null) await _editor.ForgetDraftAsync();
        Toasts.Show(toast);
        Navigation.NavigateTo(TemplateAddress.Of(version.Namespace, version.Name, version.Version));
    }

    private void Bump(string version)
    {
        _conflict = null;
        Changed(VersionText.Replace(_yaml!, version));
        _publishing = CanPublish;
    }

    private void Cancel() => (_publishing, _conflict) = (false, null);
}
