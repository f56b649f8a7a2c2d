using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.DeadLetters;
using Tasker.Runtime.Live;
using Tasker.Runtime.Queries;
using Tasker.Web.Live;

namespace Tasker.Web.Components.Failures;

/// <summary>One dead letter: what led to it, the task as it was, and what people do about it.</summary>
public sealed partial class DeadLetterPage : IAsyncDisposable
{
    private PageRefresh? _refresh;
    private string? _shownId;
    private DeadLetterEntry? _entry;
    private TaskSnapshot? _snapshot;
    private bool _missing;
    private bool _unavailable;

    /// <summary>The entry's id.</summary>
    [Parameter]
    public required string Id { get; set; }

    [Inject]
    public required DeadLetterBrowser Letters { get; init; }

    [Inject]
    public required ILiveFeed Feed { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [Inject]
    public required ILogger<DeadLetterPage> Logger { get; init; }

    protected override void OnInitialized() => _refresh = new PageRefresh(Feed, _ => InvokeAsync(LookAsync), Clock, Logger);

    protected override async Task OnParametersSetAsync()
    {
        if (Id == _shownId) return;
        (_shownId, _entry, _snapshot) = (Id, null, null);
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
            var entry = Guid.TryParse(Id, out var id) ? await Letters.GetAsync(id, _refresh!.Gone) : null;
            (_missing, _unavailable) = (entry is null, false);
            if (entry is null) return;
            // The snapshot never changes.
            if (_snapshot is null || _entry is null) _snapshot = TaskSnapshot.Parse(entry.Snapshot.Json);
            _entry = entry with { Snapshot = _entry?.Snapshot ?? entry.Snapshot };
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
