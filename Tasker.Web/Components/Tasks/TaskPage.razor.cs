using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Tasks;

/// <summary>One task: its graph, the chosen step, and everything that happened. Step and section are in the address.</summary>
public sealed partial class TaskPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private LiveViewer? _viewer;
    private TaskId _task;
    private string? _shownId;
    private TaskPicture? _picture;
    private StepListItem? _selected;
    private TaskTab _tab = TaskTab.Steps;
    private TaskEvents? _events;
    private StepDetail? _stepDetail;
    private IReadOnlyList<AttemptItem> _attempts = [];
    private ITimer? _patience;
    private bool _missing;
    private bool _unavailable;
    private int _asked;

    /// <summary>The task's id; a step's id leads to its task with the step chosen.</summary>
    [Parameter]
    public required string Id { get; set; }

    /// <summary>The chosen step's name.</summary>
    [SupplyParameterFromQuery]
    public string? Step { get; set; }

    /// <summary>The section.</summary>
    [SupplyParameterFromQuery]
    public string? Tab { get; set; }

    [Inject]
    public required TaskBrowser Tasks { get; init; }

    [Inject]
    public required StepBrowser Steps { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ILogger<TaskPage> Logger { get; init; }

    private string MissingText => Guid.TryParse(Id, out _)
        ? "It may have been removed after its retention time, or belong to another installation."
        : "A task's id has the form 0199f3a2-7c1e-7b3e-9d41-5b20c4000000; this address has something else.";

    protected override async Task OnParametersSetAsync()
    {
        _tab = TaskTab.Find(Tab);
        if (Id != _shownId) await OpenAsync();
        else if (_picture is not null) await ShowAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_patience is not null) await _patience.DisposeAsync();
        if (_viewer is not null) await _viewer.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        _shownId = Id;
        if (_viewer is { } earlier) await earlier.DisposeAsync();
        (_viewer, _picture, _selected, _missing) = (null, null, null, false);
        if (!Guid.TryParse(Id, out var id))
        {
            _missing = true;
            return;
        }

        var step = new StepId(id);
        _task = step.Task;
        _events = new TaskEvents(Tasks, _task);
        // Before the first question, so that nothing falls between the two.
        _viewer = new LiveViewer(Feed, new LiveInterest.OneTask(_task), FollowAsync, Clock, Logger);
        await LoadAsync();
        if (_picture is not null && step.StepNo >= 0 && Step is null && _picture.ByNo.TryGetValue(step.StepNo, out var named)) Step = named.Name;
        if (_picture is not null) await ShowAsync();
        _viewer?.Start();
    }

    private async Task LoadAsync()
    {
        if (_viewer is not { } viewer) return;
        var turn = ++_asked;
        try
        {
            var picture = await TaskPicture.ReadAsync(Tasks, _task, _picture, viewer.Gone);
            // A move and an act may ask at the same time: the answer to the earlier question must not cover that to the later one.
            if (turn != _asked) return;
            _unavailable = false;
            _missing = picture is null;
            _picture = picture;
            if (picture is not null) await ShowAsync();
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

    /// <summary>Chooses the step and reads what the open section shows.</summary>
    private async Task ShowAsync()
    {
        var ct = _viewer?.Gone ?? CancellationToken.None;
        // A choice that the page made by itself stays, so that nothing jumps away from under the pointer while the task runs.
        _selected = _picture!.Select(Step ?? _selected?.Name);
        if (_tab == TaskTab.Events)
        {
            await _events!.RefreshAsync(ct);
        }
        else if (_tab == TaskTab.Attempts)
        {
            _attempts = _selected is { } step ? await Steps.AttemptsAsync(step.StepId, ct) : [];
        }
        else if (_tab == TaskTab.Payloads)
        {
            _stepDetail = _selected is { } step ? await Steps.GetAsync(step.StepId, ct) : null;
        }
    }

    private Task FollowAsync(LiveBatch batch, CancellationToken ct) => InvokeAsync(ReloadAsync);

    private async Task EarlierAsync() => await _events!.EarlierAsync(_viewer!.Gone);

    private void SelectStep(int no)
    {
        if (_picture?.ByNo.TryGetValue(no, out var step) == true) Navigation.NavigateTo(Link(step.Name, _tab));
    }

    /// <summary>An act was applied. Its transition should be here at once; when it is not, the feed is late and the page asks by itself.</summary>
    private void WatchFor()
    {
        _patience?.Dispose();
        _patience = Clock.CreateTimer(_ => _ = InvokeAsync(ReloadAsync), null, Patience, Timeout.InfiniteTimeSpan);
    }

    private async Task ReloadAsync()
    {
        await LoadAsync();
        StateHasChanged();
    }

    private string Link(string? step, TaskTab tab) => TaskLinks.Task(_task, step, tab == TaskTab.Steps ? null : tab.Key);
}
