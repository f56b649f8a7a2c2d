using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.DeadLetters;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Failures;

/// <summary>Dead letters: what is pending by urgency, and what was decided. What is shown follows from the address alone.</summary>
public sealed partial class DeadLettersPage : IAsyncDisposable
{
    private const int PageSize = 50;

    private readonly ListKeys _keys = new();
    private readonly HashSet<Guid> _ticked = [];
    private ElementReference _list;
    private PageRefresh? _refresh;
    private DeadLetterQuery _query = new();
    private IReadOnlyList<TemplateSummary> _templates = [];
    private IReadOnlyList<DeadLetterReasonRow>? _stats;
    private KeysetPage<DeadLetterItem>? _page;
    private KeptRows<Guid, DeadLetterItem>? _view;
    private string? _problem;
    private bool _unavailable;
    private int _asked;

    /// <summary>A resolution or <c>all</c>; none for the investigation queue.</summary>
    [SupplyParameterFromQuery]
    public string? Status { get; set; }

    /// <summary>A reason.</summary>
    [SupplyParameterFromQuery]
    public string? Reason { get; set; }

    /// <summary>A template as <c>namespace/name</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    /// <summary>Entered before this time, ISO 8601.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>The page; none is the first.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

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
    public required ILogger<DeadLettersPage> Logger { get; init; }

    private long? Pending => _stats?.Sum(s => s.Pending);

    private string HiddenWords => _page?.SearchedRows is { } searched ? $"None of the {searched:#,0} entries that were looked at fits." : "No entry fits all of these conditions.";

    private string PageSummary => _page?.SearchedRows is { } searched
        ? $"{_view!.Rows.Count} found in {searched:#,0} entries; the next page goes on from there"
        : $"{_view!.Rows.Count} shown, {(_query.IsQueue ? "most urgent" : "newest")} first";

    private IEnumerable<string> TemplateNames =>
        _templates.Select(t => $"{t.Namespace}/{t.Name}").Concat(_query.Template is { } chosen ? [chosen] : []).Distinct().Order(StringComparer.Ordinal);

    protected override void OnInitialized() => _refresh = new PageRefresh(Feed, LookAsync, Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        var query = new DeadLetterQuery(Given(Status), Given(Reason), Given(Template), Given(Before), Given(Cursor));
        if (query == _query && _asked > 0) return;
        _query = query;
        _view = null;
        _ticked.Clear();
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
        (_problem, _unavailable) = (_query.Before is not null && _query.EnteredBefore is null ? $"'{_query.Before}' is no time." : null, false);
        if (_problem is not null) return;
        try
        {
            if (_templates.Count == 0) _templates = await Templates.ListAsync(_refresh!.Gone);
            var page = await AskAsync(_refresh!.Gone);
            _stats = await Letters.StatsAsync(_refresh.Gone);
            if (turn != _asked) return;
            _problem = page.Problem?.Message;
            _page = page;
            _view = new KeptRows<Guid, DeadLetterItem>(page.Items, i => i.EntryId);
            _ticked.IntersectWith(page.Items.Select(i => i.EntryId));
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

    private Task<KeysetPage<DeadLetterItem>> AskAsync(CancellationToken ct)
    {
        var page = new PageRequest(PageSize, _query.Cursor);
        return _query.IsQueue ? Letters.QueueAsync(_query.ToFilter(), page, ct) : Letters.ListAsync(_query.ToFilter(), page, ct);
    }

    // Looks again at what is shown: rows change in place, new ones are announced.
    private Task LookAsync(CancellationToken ct) => InvokeAsync(async () =>
    {
        if (_view is not { } view || _problem is not null) return;
        var turn = _asked;
        var page = await AskAsync(ct);
        var stats = await Letters.StatsAsync(ct);
        if (turn != _asked) return;
        _stats = stats;
        if (view.Rows.Count == 0 && page.Items.Count > 0) await LoadAsync();
        else view.Look(page.Items);
        StateHasChanged();
    });

    private void Tick(Guid entry, bool on)
    {
        if (on) _ticked.Add(entry);
        else _ticked.Remove(entry);
    }

    private void TickAll(bool on)
    {
        _ticked.Clear();
        if (on && _view is { } view) _ticked.UnionWith(view.Rows.Select(r => r.EntryId));
    }

    private void ChooseAge(string? choice)
    {
        var before = int.TryParse(choice, out var age) && age < DeadLetterQuery.Ages.Count ? DeadLetterQuery.Text(Clock.GetUtcNow() - DeadLetterQuery.Ages[age].Age) : Given(choice);
        Go(_query with { Before = before, Cursor = null });
    }

    private void Go(DeadLetterQuery query) => Navigation.NavigateTo(query.Href);
}
