using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Failures;

/// <summary>What can be done to many pending entries at once. Entries that it was not done to are named, each with its reason.</summary>
public sealed partial class DeadLetterBulk
{
    private DeadLetterAct? _asking;
    private bool _byFilter;
    private bool _busy;
    private string? _progress;
    private string? _summary;
    private List<(DeadLetterItem Item, string Words)>? _outcomes;

    /// <summary>The entries that are ticked.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<DeadLetterItem> Ticked { get; set; }

    /// <summary>The list's filter.</summary>
    [Parameter, EditorRequired]
    public required DeadLetterFilter Filter { get; set; }

    /// <summary>True when the list shows all that is pending: nothing is done to all that there is.</summary>
    [Parameter]
    public bool IsEverything { get; set; }

    /// <summary>Unticks all rows.</summary>
    [Parameter]
    public EventCallback OnClear { get; set; }

    /// <summary>Something was done.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    public required RequeueDeadLetter Requeue { get; init; }

    [Inject]
    public required CloseDeadLetters Close { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string? TickFirst => Ticked.Count == 0 ? "Tick entries first." : null;

    private string Title => _byFilter ? "Close all that fit" : _asking == DeadLetterAct.Requeue ? $"Requeue {Entries(Ticked.Count)}" : $"Close {Entries(Ticked.Count)}";

    private string Consequence => (_asking, _byFilter) switch
    {
        (DeadLetterAct.Requeue, _) => "The failed steps of each task run again and its entry is closed. A task that has nothing to retry keeps its entry, and you are told.",
        (_, true) => $"Every pending entry that the filter fits is closed with these notes, {CloseDeadLetters.MostEntries} at a time. Their tasks are not touched.",
        _ => "The entries are closed with these notes, in one commit. Their tasks are not touched. What somebody decided meanwhile is left alone.",
    };

    private static string Entries(int count) => count == 1 ? "1 entry" : $"{count} entries";

    private void Ask(DeadLetterAct act, bool byFilter) => (_asking, _byFilter, _outcomes) = (act, byFilter, null);

    private async Task ActAsync(DeadLetterInput input)
    {
        var act = _asking;
        (_asking, _busy) = (null, true);
        StateHasChanged();
        try
        {
            if (act == DeadLetterAct.Requeue) await RequeueAsync(input);
            else await CloseAsync(input);
        }
        catch (DbException)
        {
            Toasts.Show(OutcomeToast.Unknown("The act on these entries", "entries'"));
        }
        finally
        {
            (_busy, _progress) = (false, null);
        }

        await OnDone.InvokeAsync();
    }

    private async Task RequeueAsync(DeadLetterInput input)
    {
        var (done, others) = (0, new List<(DeadLetterItem, string)>());
        IReadOnlyList<DeadLetterItem> items = Ticked;
        foreach (var item in items)
        {
            _progress = $"{done + others.Count} of {items.Count} requested";
            StateHasChanged();
            var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
            var outcome = await Requeue.HandleAsync(
                new RequeueDeadLetterRequest { EntryId = item.EntryId, Actor = User.Actor, Reason = input.Notes, IdempotencyKey = key }, CancellationToken.None);
            if (outcome is OperatorOutcome.Applied) done++;
            else others.Add((item, OutcomeToast.Of("", outcome, s => StateLooks.ForDeadLetter(s).Word, Clock.GetUtcNow()).Text.TrimStart(':', ' ')));
        }

        (_summary, _outcomes) = ($"{done} requeued, {others.Count} not:", others);
        Toasts.Show(new Toast(others.Count == 0 ? ToastTone.Done : ToastTone.Notice, $"{Entries(done)} requeued{(others.Count == 0 ? "" : $", {others.Count} not")}."));
    }

    private async Task CloseAsync(DeadLetterInput input)
    {
        var outcome = await Close.HandleAsync(
            new CloseDeadLettersRequest
            {
                EntryIds = _byFilter ? null : [.. Ticked.Select(t => t.EntryId)],
                Filter = _byFilter ? Filter : null,
                Resolution = input.Resolution!,
                Actor = User.Actor,
                Notes = input.Notes,
            },
            CancellationToken.None);
        Toasts.Show(outcome.Problem is { } problem
            ? new Toast(ToastTone.Failed, $"Nothing was closed: {problem}.")
            : new Toast(
                outcome.Skipped == 0 && !outcome.More ? ToastTone.Done : ToastTone.Notice,
                $"{Entries(outcome.Closed)} closed{(outcome.Skipped == 0 ? "" : $", {outcome.Skipped} decided by others before")}{(outcome.More ? "; more fit the filter, close again" : "")}."));
    }
}
