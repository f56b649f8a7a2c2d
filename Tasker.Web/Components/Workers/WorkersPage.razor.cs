using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.Reads;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Queries;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Workers;

/// <summary>
/// Nodes, what they are doing, and the queues they work off. This node's figures come from the shared sampler, everything else from
/// answers that all viewers share for a second. A hidden tab asks for nothing.
/// </summary>
public sealed partial class WorkersPage : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private readonly QueueTrend _trend = new();
    private IReadOnlyList<NodeItem>? _nodes;
    private IReadOnlyList<QueueItem>? _queues;
    private NodeSnapshot? _own;
    private IDisposable? _watch;
    private ITimer? _timer;
    private IJSObjectReference? _visibility;
    private DotNetObjectReference<WorkersPage>? _self;
    private int _asking;
    private bool _failed;

    /// <summary>The node whose figures are shown; null shows this one, or the first live one.</summary>
    [SupplyParameterFromQuery(Name = "node")]
    public int? Node { get; set; }

    [Inject]
    public required WorkerBrowser Workers { get; init; }

    [Inject]
    public required QueueBrowser Queues { get; init; }

    [Inject]
    public required FiguresFeed Figures { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<WorkersPage> Logger { get; init; }

    private int? OwnNode => _own is { Node: > 0 } own ? own.Node : null;

    private NodeItem? Shown => _nodes?.FirstOrDefault(n => n.NodeId == (Node ?? OwnNode)) ?? (Node is null ? (_nodes is [var first, ..] ? first : null) : null);

    private string Summary => _nodes is null ? "Who executes steps, and what waits for them."
        : $"{_nodes.Count(n => n.IsLive)} live, {_nodes.Count(n => !n.IsLive)} gone · {_queues?.Count ?? 0} queues";

    /// <summary>Called by visibility.js.</summary>
    [JSInvokable]
    public Task VisibleAsync(bool isVisible) => InvokeAsync(() => Follow(isVisible));

    protected override async Task OnInitializedAsync()
    {
        _own = Figures.Read();
        await AskAsync();
        Follow(isVisible: true);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _self = DotNetObjectReference.Create(this);
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/visibility.js");
            _visibility = await module.InvokeAsync<IJSObjectReference>("mount", _self);
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Follow(isVisible: false);
        await _leaving.CancelAsync();
        try
        {
            if (_visibility is not null)
            {
                await _visibility.InvokeVoidAsync("dispose");
                await _visibility.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // Nothing is left to clean up in a browser that is gone.
        }

        _self?.Dispose();
        _leaving.Dispose();
    }

    private void Follow(bool isVisible)
    {
        if (!isVisible)
        {
            _timer?.Dispose();
            _watch?.Dispose();
            (_timer, _watch) = (null, null);
        }
        else if (_timer is null && !_leaving.IsCancellationRequested)
        {
            _watch = Figures.Watch(figures => _ = InvokeAsync(() => Show(figures)));
            _timer = Clock.CreateTimer(_ => _ = InvokeAsync(AskAgainAsync), null, AskEvery, AskEvery);
        }
    }

    private void Show(NodeSnapshot figures)
    {
        _own = figures;
        if (Shown?.NodeId == OwnNode) StateHasChanged();
    }

    private async Task AskAgainAsync()
    {
        if (_leaving.IsCancellationRequested || Interlocked.Exchange(ref _asking, 1) == 1) return;
        try
        {
            await AskAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The person went elsewhere.
        }
        finally
        {
            Volatile.Write(ref _asking, 0);
        }
    }

    private async Task AskAsync()
    {
        try
        {
            _nodes = await Workers.ListAsync(_leaving.Token);
            _queues = await Queues.ListAsync(_leaving.Token);
            _trend.Add(_queues, Clock.GetUtcNow());
            _failed = false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Once per outage, not once per second.
            if (!_failed) PageLog.NotRead(Logger, e, "nodes and queues");
            _failed = true;
        }
    }

    private void Select(int node) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("node", node), replace: true);
}
