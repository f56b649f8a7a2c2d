using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Staleness;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Failures;

/// <summary>Open tasks near or over a limit of time, before they become dead letters.</summary>
public sealed partial class LimitsPage : IAsyncDisposable
{
    private const int PageSize = 50;

    private static readonly IReadOnlyList<(string? Key, string Word)> Healths =
        [(null, "Near or over"), ("warning", "Near its limit"), ("stale", "Over its limit"), ("healthy", "In time"), ("all", "All open")];

    private PageRefresh? _refresh;
    private KeysetPage<StalenessItem>? _page;
    private (string? Health, string? Cursor)? _shown;
    private long? _pending;
    private string? _problem;
    private bool _unavailable;

    /// <summary>stale, warning, healthy or all; none for the first two.</summary>
    [SupplyParameterFromQuery]
    public string? Health { get; set; }

    /// <summary>The page; none is the first.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    [Inject]
    public required StalenessBrowser Staleness { get; init; }

    [Inject]
    public required DeadLetterBrowser Letters { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<LimitsPage> Logger { get; init; }

    protected override void OnInitialized() => _refresh = new PageRefresh(Feed, _ => InvokeAsync(LookAsync), Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Health, Cursor)) return;
        (_shown, _page) = ((Health, Cursor), null);
        await LoadAsync();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _refresh!.Start();
    }

    public async ValueTask DisposeAsync()
    {
        if (_refresh is not null) await _refresh.DisposeAsync();
    }

    private static string Next(StalenessItem item) => (item.Enters, item.Fails) switch
    {
        (true, true) => "dead letter, and the task fails",
        (true, false) => "dead letter",
        (false, true) => "the task fails",
        _ => "nothing",
    };

    private async Task LookAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        try
        {
            var asked = _shown;
            var page = await Staleness.ListAsync(string.IsNullOrEmpty(Health) ? null : Health, new PageRequest(PageSize, Cursor), _refresh!.Gone);
            _pending = (await Letters.StatsAsync(_refresh.Gone)).Sum(s => s.Pending);
            if (asked != _shown) return;
            (_page, _problem, _unavailable) = (page, page.Problem?.Message, false);
        }
        catch (DbException)
        {
            _unavailable = true;
        }
        catch (OperationCanceledException)
        {
            // The page was left while it loaded.
        }
    }
}
