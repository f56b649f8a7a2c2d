using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.Failures;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Failures;

/// <summary>Failures that look alike, the one that failed last first. What is shown follows from the address alone.</summary>
public sealed partial class ClustersPage : IAsyncDisposable
{
    private const int PageSize = 50;

    private readonly ListKeys _keys = new();
    private static readonly IReadOnlyList<(string? Status, string Word)> Statuses = [(null, "All"), ("open", "Open"), ("muted", "Muted"), ("resolved", "Resolved")];

    private ElementReference _list;
    private PageRefresh? _refresh;
    private ClusterListQuery _query = new();
    private IReadOnlyList<TemplateSummary> _templates = [];
    private KeysetPage<FailureCluster>? _page;
    private KeptRows<int, FailureCluster>? _view;
    private long? _pending;
    private string? _problem;
    private bool _unavailable;
    private int _asked;

    /// <summary>open, muted or resolved; none for all.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>A template as <c>namespace/name</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    /// <summary>Only those with steps that are still failed.</summary>
    [SupplyParameterFromQuery(Name = "open")]
    public bool OnlyOpen { get; set; }

    /// <summary>The page; none is the newest.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    [Inject]
    public required FailureBrowser Failures { get; init; }

    [Inject]
    public required DeadLetterBrowser Letters { get; init; }

    [Inject]
    public required TemplateBrowser Templates { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required ILogger<ClustersPage> Logger { get; init; }

    private IEnumerable<string> TemplateNames =>
        _templates.Select(t => $"{t.Namespace}/{t.Name}").Concat(_query.Template is { } chosen ? [chosen] : []).Distinct().Order(StringComparer.Ordinal);

    protected override void OnInitialized() => _refresh = new PageRefresh(Feed, LookAsync, Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        var query = new ClusterListQuery(Given(Status), Given(Template), OnlyOpen, Given(Cursor));
        if (query == _query && _asked > 0) return;
        (_query, _view) = (query, null);
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _refresh!.Start();
        await _keys.MountAsync(Js, _list);
    }

    public async ValueTask DisposeAsync()
    {
        if (_refresh is not null) await _refresh.DisposeAsync();
        await _keys.DisposeAsync();
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private async Task LoadAsync()
    {
        var turn = ++_asked;
        (_problem, _unavailable) = (_query.Status is { } status && !SetFailureStatus.IsStatus(status) ? $"'{status}' is none of open, muted, resolved." : null, false);
        if (_problem is not null) return;
        try
        {
            if (_templates.Count == 0) _templates = await Templates.ListAsync(_refresh!.Gone);
            var page = await Failures.ListAsync(_query.ToQuery(), new PageRequest(PageSize, _query.Cursor), _refresh!.Gone);
            _pending = (await Letters.StatsAsync(_refresh.Gone)).Sum(s => s.Pending);
            if (turn != _asked) return;
            (_page, _problem) = (page, page.Problem?.Message);
            _view = new KeptRows<int, FailureCluster>(page.Items, c => c.Id);
        }
        catch (DbException)
        {
            _unavailable = turn == _asked;
        }
        catch (OperationCanceledException)
        {
            // The page was left while it loaded.
        }
    }

    private Task LookAsync(CancellationToken ct) => InvokeAsync(async () =>
    {
        if (_view is not { } view || _problem is not null) return;
        var turn = _asked;
        var page = await Failures.ListAsync(_query.ToQuery(), new PageRequest(PageSize, _query.Cursor), ct);
        _pending = (await Letters.StatsAsync(ct)).Sum(s => s.Pending);
        if (turn != _asked) return;
        if (view.Rows.Count == 0 && page.Items.Count > 0) await LoadAsync();
        else view.Look(page.Items);
        StateHasChanged();
    });

    private void Go(ClusterListQuery query) => Navigation.NavigateTo(query.Href);
}
