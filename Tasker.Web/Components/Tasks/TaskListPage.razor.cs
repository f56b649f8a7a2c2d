using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Tasks;

/// <summary>All tasks, newest first. What is shown follows from the address alone; rows change in place, new ones are announced.</summary>
public sealed partial class TaskListPage : IAsyncDisposable
{
    private const int PageSize = 50;

    private readonly ListKeys _keys = new();
    private ElementReference _list;
    private LiveViewer? _viewer;
    private TaskListQuery _query = new();
    private TaskSearch _search = TaskSearch.Parse(null);
    private string? _typed;
    private IReadOnlyList<TemplateSummary> _templates = [];
    private KeysetPage<TaskListItem>? _page;
    private TaskListView? _view;
    private readonly HashSet<TaskId> _ticked = [];
    private StateCounts? _counts;
    private string? _problem;
    private bool _unavailable;
    private int _asked;

    /// <summary>A facet's key, or states and groups, comma separated.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>A template as <c>namespace/name</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    /// <summary>The search text.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Search { get; set; }

    /// <summary>The page; none is the newest.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    [Inject]
    public required TaskBrowser Tasks { get; init; }

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
    public required ILogger<TaskListPage> Logger { get; init; }

    private string? Summary => _counts is { } counts ? $"{counts.TotalTasks:#,0} tasks" : null;

    private string PageSummary => _page?.SearchedRows is { } searched ? $"{_view!.Rows.Count} found in {searched:#,0} rows; older ones go on from there" : $"{_view!.Rows.Count} shown, newest first";

    private string HiddenWords => _page?.SearchedRows is { } searched ? $"None of the newest {searched:#,0} rows fits." : "No task fits all of these conditions.";

    private bool IsDecidable => _search.Filter is { Initiator: null, SourceSystem: null, Id: null };

    private string ArrivedWords => IsDecidable ? "new" : "new, not all may fit";

    private IEnumerable<string> TemplateNames =>
        _templates.Select(t => $"{t.Namespace}/{t.Name}").Concat(_query.Template is { } chosen ? [chosen] : []).Distinct().Order(StringComparer.Ordinal);

    private string FirstTask => $$$"""
        curl {{{Navigation.BaseUri}}}v1/tasks -H 'content-type: application/json' \
          -d '{"namespace": "{{{(_templates.Count > 0 ? _templates[0].Namespace : "default")}}}", "name": "{{{(_templates.Count > 0 ? _templates[0].Name : "my_template")}}}", "context": {}}'
        """;

    protected override void OnInitialized() => _viewer = new LiveViewer(Feed, new LiveInterest.TaskList(), FollowAsync, Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        var query = TaskListQuery.Of(State, Template, Search, Cursor);
        if (query == _query && _asked > 0) return;
        _query = query;
        _typed = query.Search;
        _search = TaskSearch.Parse(query.Search);
        _view = null;
        _ticked.Clear();
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _viewer!.Start();
        await _keys.MountAsync(Js, _list);
    }

    public async ValueTask DisposeAsync()
    {
        if (_viewer is not null) await _viewer.DisposeAsync();
        await _keys.DisposeAsync();
    }

    private async Task LoadAsync()
    {
        var turn = ++_asked;
        _problem = _search.Chips.FirstOrDefault(c => c.Problem is not null)?.Problem;
        _unavailable = false;
        if (_problem is not null) return;
        try
        {
            if (_templates.Count == 0) _templates = await Templates.ListAsync(_viewer!.Gone);
            var page = await Tasks.ListAsync(_query.ToFilter(_search), new PageRequest(PageSize, _query.Cursor), _viewer!.Gone);
            if (turn != _asked) return;
            _problem = page.Problem?.Message;
            _page = page;
            _ticked.IntersectWith(page.Items.Select(t => t.TaskId));
            _view = new TaskListView(page.Items, page.Newer is null && _query.Cursor is null, MayBelong);
            _counts = await Tasks.CountsAsync(_viewer.Gone);
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

    private Task FollowAsync(LiveBatch batch, CancellationToken ct) => InvokeAsync(async () =>
    {
        if (_view is not { } view) return;
        if (batch.HasGap) view.Replace(await Tasks.RefreshAsync([.. view.Rows.Select(r => r.TaskId)], ct));
        else if (view.Notice(batch.Events) is { Count: > 0 } changed) view.Replace(await Tasks.RefreshAsync(changed, ct));
        _counts = await Tasks.CountsAsync(ct);
        if (view.Rows.Count == 0 && view.Arrived > 0) await LoadAsync();
        StateHasChanged();
    });

    private void Tick(TaskId task, bool on)
    {
        if (on) _ticked.Add(task);
        else _ticked.Remove(task);
    }

    private void TickAll(bool on)
    {
        _ticked.Clear();
        if (on && _view is { } view) _ticked.UnionWith(view.Rows.Select(r => r.TaskId));
    }

    // The feed shows the rows' moves too; what was done by a click is not left to it alone.
    private async Task RefreshAsync()
    {
        if (_view is not { } view) return;
        try
        {
            view.Replace(await Tasks.RefreshAsync([.. view.Rows.Select(r => r.TaskId)], _viewer!.Gone));
        }
        catch (DbException)
        {
            // What was done is shown where it was asked for; the rows follow the feed.
        }
    }

    /// <summary>Whether a task that just came would be listed, as far as an event tells.</summary>
    private bool MayBelong(LiveEvent change)
    {
        if (_query.State is { } state && TaskFacet.Find(state) is { } facet && !facet.Includes(change.ToState)) return false;
        if (_search.Filter.Id is { } id && !change.TaskId.ToString().StartsWith(id, StringComparison.OrdinalIgnoreCase)) return false;
        return _query.Template is not { } name || _templates.Any(t => $"{t.Namespace}/{t.Name}" == name && t.Versions.Any(v => v.TemplateId == change.TemplateId));
    }

    private Task ShowArrivedAsync() => LoadAsync();

    private void Go(TaskListQuery query) =>
        Navigation.NavigateTo(TaskListQuery.Of(query.State, query.Template, query.Search, query.Cursor).Href);
}
