using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Tasker.Data.Workflow;
using Tasker.Web.Components.Graph;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Tasks;

/// <summary>
/// A task's steps as a graph. Drawn once for each topology; afterwards only small arrays travel to graph.js, which owns
/// pan, zoom, follow mode and every state on the screen. Data comes by parameters alone.
/// </summary>
public sealed partial class TaskGraph : IAsyncDisposable
{
    private const int MinimapAbove = 60;
    private const int LeastHeight = 150;
    private const int MostHeight = 560;

    private readonly HashSet<int> _expanded = [];
    private ElementReference _root;
    private GraphTopology? _drawn;
    private GraphScene? _scene;
    private GraphDeltas? _deltas;
    private Dictionary<int, GraphNodeState> _states = [];
    private IJSObjectReference? _view;
    private DotNetObjectReference<TaskGraph>? _self;
    private int? _shownSelection;
    private bool _redraw;

    /// <summary>The steps and dependencies; the same instance is never laid out twice.</summary>
    [Parameter, EditorRequired]
    public required GraphTopology Topology { get; set; }

    /// <summary>What is known of the steps now; those not named are pending.</summary>
    [Parameter]
    public IReadOnlyList<GraphNodeState> States { get; set; } = [];

    /// <summary>The selected step's number, shared with whatever else shows the task; null for none.</summary>
    [Parameter]
    public int? Selected { get; set; }

    /// <summary>A person chose a step by click or Enter.</summary>
    [Parameter]
    public EventCallback<int> OnSelect { get; set; }

    /// <summary>The graph's accessible name. Default: "Steps and their dependencies".</summary>
    [Parameter]
    public string Label { get; set; } = "Steps and their dependencies";

    [Inject]
    public required IJSRuntime Js { get; init; }

    private int Height => Math.Clamp((int)(_scene?.Layout.Height ?? 0), LeastHeight, MostHeight);

    /// <summary>Called by graph.js.</summary>
    [JSInvokable]
    public Task SelectAsync(int no) => Topology.Nodes.Any(n => n.No == no) ? InvokeAsync(() => OnSelect.InvokeAsync(no)) : Task.CompletedTask;

    /// <summary>Called by graph.js: a pill was opened.</summary>
    [JSInvokable]
    public Task ExpandAsync(int key) => InvokeAsync(() =>
    {
        if (_scene?.Pills.Any(p => p.FanOut.Key == key) == true && _expanded.Add(key))
        {
            Draw();
            StateHasChanged();
        }
    });

    protected override async Task OnParametersSetAsync()
    {
        _states = States.ToDictionary(s => s.No);
        if (!ReferenceEquals(_drawn, Topology))
        {
            _drawn = Topology;
            _expanded.Clear();
            Draw();
        }
        else if (_view is not null && !_redraw)
        {
            await TellAsync();
        }
    }

    protected override bool ShouldRender() => _redraw;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        _redraw = false;
        try
        {
            if (_view is null)
            {
                await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/graph.js");
                _self = DotNetObjectReference.Create(this);
                _view = await module.InvokeAsync<IJSObjectReference>("mount", _root, _self, BrowserLooks);
            }
            else
            {
                await _view.InvokeVoidAsync("redrawn");
            }

            _shownSelection = null;
            await TellAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone; the circuit will dispose this component.
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_view is not null)
            {
                await _view.InvokeVoidAsync("dispose");
                await _view.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // Nothing is left to clean up in a browser that is gone.
        }

        _self?.Dispose();
    }

    internal static string Describe(GraphNode node, StateLook look, int attempt) =>
        attempt > 0 ? $"{node.Name}, {look.Word}, attempt {attempt}" : $"{node.Name}, {look.Word}";

    private static Dictionary<string, string[]> BrowserLooks { get; } =
        StateLooks.Steps.ToDictionary(l => l.Name, l => new[] { l.CssClass, l.SymbolId, l.Word });

    private void Draw()
    {
        _scene = GraphScene.Build(Topology, _expanded);
        _deltas = new GraphDeltas(_scene);
        _redraw = true;
    }

    private void Collapse()
    {
        _expanded.Clear();
        Draw();
    }

    private async Task TellAsync()
    {
        if (_deltas!.Next(States) is { IsEmpty: false } delta)
        {
            await _view!.InvokeVoidAsync("apply", delta.Nodes, delta.Pills);
        }

        if (_shownSelection != Selected)
        {
            _shownSelection = Selected;
            await _view!.InvokeVoidAsync("select", Selected);
        }
    }

    private GraphNodeState StateOf(int no) =>
        _states.TryGetValue(no, out var state) ? state : new GraphNodeState(no, StepState.Pending.Text(), 0, null);
}
