using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Failures;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Failures;

/// <summary>One failure cluster and the steps in it.</summary>
public sealed partial class ClusterPage : IAsyncDisposable
{
    private const int PageSize = 50;

    private PageRefresh? _refresh;
    private FailureCluster? _cluster;
    private IReadOnlyList<AffectedStep> _steps = [];
    private (int Id, bool All, string? After)? _shown;
    private bool _onlyOpen;
    private bool _more;
    private bool _missing;
    private bool _unavailable;

    /// <summary>The cluster.</summary>
    [Parameter]
    public required int Id { get; set; }

    /// <summary>All steps, and not only those that are still failed.</summary>
    [SupplyParameterFromQuery]
    public bool All { get; set; }

    /// <summary>The step after which the page begins.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    [Inject]
    public required FailureBrowser Failures { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<ClusterPage> Logger { get; init; }

    protected override void OnInitialized() => _refresh = new PageRefresh(Feed, _ => InvokeAsync(LookAsync), Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Id, All, After)) return;
        if (_shown?.Id != Id) _cluster = null;
        (_shown, _onlyOpen) = ((Id, All, After), !All);
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

    private async Task LookAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        try
        {
            var (asked, after) = (_shown, Guid.TryParse(After, out var id) ? new StepId(id) : (StepId?)null);
            var cluster = await Failures.FindAsync(Id, _refresh!.Gone);
            var (steps, more) = await Failures.StepsAsync(Id, after, _onlyOpen, PageSize, _refresh.Gone);
            if (asked != _shown) return;
            (_cluster, _missing, _unavailable) = (cluster, cluster is null, false);
            (_steps, _more) = (steps, more);
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

    private void Go(bool onlyOpen, string? after) =>
        Navigation.NavigateTo(FailureLinks.With(FailureLinks.Cluster(Id), ("all", onlyOpen ? null : "true"), ("after", after)));
}
