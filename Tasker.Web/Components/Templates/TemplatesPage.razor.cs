using Microsoft.AspNetCore.Components;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Templates;

/// <summary>All templates by namespace. Open tasks are recounted at most once a second while something moves.</summary>
public sealed partial class TemplatesPage : IAsyncDisposable
{
    private static readonly TimeSpan RecountEvery = TimeSpan.FromSeconds(1);
    // What the filter "state:open" leaves out, so that the number and the list it leads to agree.
    private static readonly HashSet<string> NotOpen = new(StringComparer.Ordinal) { "complete", "cancelled", "error", "resolved_manually", "blocked_by_failures" };

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<TemplateSummary>? _templates;
    private LiveSubscription? _live;
    private string? _search;
    private bool _failed;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    [Inject]
    public required TemplateBrowser Templates { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<TemplatesPage> Logger { get; init; }

    private IReadOnlyList<TemplateSummary> Shown => [.. (_templates ?? []).Where(IsWanted)];

    protected override async Task OnInitializedAsync()
    {
        _live = Feed.Subscribe(new LiveInterest.TaskList(), new LiveSubscribeOptions { Capacity = 1 });
        await LoadAsync();
        _ = FollowAsync();
    }

    protected override void OnParametersSet() => _search = Query;

    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        if (_live is not null) await _live.DisposeAsync();
        _leaving.Dispose();
    }

    private static long Open(TemplateSummary row) => row.Tasks!.Where(t => !NotOpen.Contains(t.Key)).Sum(t => t.Value);

    private bool IsWanted(TemplateSummary row) =>
        string.IsNullOrWhiteSpace(_search)
        || $"{row.Namespace}/{row.Name}".Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase)
        || row.Default.Description?.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase) == true;

    private async Task LoadAsync()
    {
        try
        {
            _templates = await Templates.ListAsync(_leaving.Token);
            _failed = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failed = true;
            PageLog.NotRead(Logger, e, "templates");
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (await _live!.ReadAsync(_leaving.Token) is not null)
            {
                await InvokeAsync(async () =>
                {
                    await LoadAsync();
                    StateHasChanged();
                });
                await Task.Delay(RecountEvery, Clock, _leaving.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The person went elsewhere.
        }
    }

    private void Search() =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("q", string.IsNullOrWhiteSpace(_search) ? null : _search.Trim()), replace: true);

    private void Clear()
    {
        _search = null;
        Search();
    }
}
