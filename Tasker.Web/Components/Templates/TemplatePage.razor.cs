using Microsoft.AspNetCore.Components;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Web.Components.Graph;
using Tasker.Web.Components.Shared;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Templates;

/// <summary>One version of a template: what it does, what it needs, how it came to be.</summary>
public sealed partial class TemplatePage
{
    private TemplateDetail? _detail;
    private TaskTemplate? _template;
    private GraphTopology? _topology;
    private bool _missing;
    private bool _asking;

    /// <summary>Namespace.</summary>
    [Parameter]
    public required string Ns { get; set; }

    /// <summary>Name.</summary>
    [Parameter]
    public required string Name { get; set; }

    /// <summary>Version; null shows the default.</summary>
    [SupplyParameterFromQuery]
    public string? Version { get; set; }

    [Inject]
    public required TemplateBrowser Templates { get; init; }

    [Inject]
    public required TemplateStore Store { get; init; }

    [Inject]
    public required IServiceProvider Services { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required ILogger<TemplatePage> Logger { get; init; }

    // A process without an engine has no handlers, and so nothing to say about them.
    private HandlerRegistry? Handlers => Services.GetService<HandlerRegistry>();

    private IReadOnlyList<string> Missing =>
        [.. _template!.Steps.Where(s => !HasHandler(s)).Select(s => s.Handler.Callable).Distinct(StringComparer.Ordinal)];

    protected override async Task OnParametersSetAsync()
    {
        if (_detail is not null && _detail.Version.Namespace == Ns && _detail.Version.Name == Name && _detail.Version.Version == Version) return;
        await LoadAsync();
    }

    private bool HasHandler(StepTemplate step) =>
        Handlers is not { } handlers || handlers.Has(step.Handler.Callable, step.Handler.Method, step.Handler.Resolver);

    private async Task LoadAsync()
    {
        _detail = await Templates.GetAsync(Ns, Name, Version, CancellationToken.None);
        _missing = _detail is null;
        if (_detail is null) return;
        _template = TemplateJson.Deserialize(_detail.Definition);
        _topology = TemplateTopology.Of(_template);
    }

    private async Task MakeDefaultAsync(string reason)
    {
        var version = _detail!.Version.Version;
        _asking = false;
        if (!await Store.SetDefaultAsync(Ns, Name, version, CancellationToken.None))
        {
            Toasts.Show(new Toast(ToastTone.Failed, $"There is no version {version} any more."));
            return;
        }

        PageLog.DefaultChanged(Logger, User.Actor, version, Ns, Name);
        Toasts.Show(new Toast(ToastTone.Done, $"{version} is the default now."));
        await LoadAsync();
    }
}
