using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Tasker.Web.Components.Tasks;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Failures;

/// <summary>What a person may do with a dead letter. Outcomes come as toasts; the entry's own row says what became of it.</summary>
public sealed partial class DeadLetterActions
{
    private static readonly IReadOnlyList<(DeadLetterAct Act, string Title)> Titles =
        [(DeadLetterAct.Requeue, "Requeue"), (DeadLetterAct.Close, "Resolve"), (DeadLetterAct.Annotate, "Keep notes")];

    private DeadLetterAct? _asking;
    private string? _requested;

    /// <summary>The entry.</summary>
    [Parameter, EditorRequired]
    public required DeadLetterItem Item { get; set; }

    /// <summary>Something was done, or somebody else was first: the entry has to be read again.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    public required RequeueDeadLetter Requeue { get; init; }

    [Inject]
    public required ResolveDeadLetter Resolve { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string? WhyNot(DeadLetterAct act)
    {
        if (Item.Resolution != DeadLetterResolutions.Pending) return $"It is decided: {StateLooks.ForDeadLetter(Item.Resolution).Word}. A new failure makes a new entry.";
        if (act != DeadLetterAct.Requeue || !StateNames.TryParseTask(Item.TaskState, out var state)) return null;
        return OperatorChoices.IsOver(state) ? $"There is nothing to requeue: the task is {StateLooks.ForTask(Item.TaskState).Word.ToLowerInvariant()}." : null;
    }

    private static string Consequence(DeadLetterAct act) => act switch
    {
        DeadLetterAct.Requeue => "Every failed step of the task runs again with all attempts, and this entry is closed. What you write is kept as its notes.",
        DeadLetterAct.Close => "The entry is closed with your notes and never opened again. The task is not touched.",
        DeadLetterAct.Annotate => "The notes are kept with the entry, in place of earlier ones; it stays pending.",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "not an act"),
    };

    private async Task ActAsync(DeadLetterAct act, DeadLetterInput input)
    {
        var (item, what) = (Item, $"{Titles.First(t => t.Act == act).Title} of this dead letter");
        (_asking, _requested) = (null, Titles.First(t => t.Act == act).Title);
        StateHasChanged();
        try
        {
            var outcome = await SendAsync(act, item, input);
            Toasts.Show(OutcomeToast.Of(
                what, outcome, s => StateLooks.ForDeadLetter(s).Word, Clock.GetUtcNow(), act == DeadLetterAct.Requeue ? TaskLinks.Task(item.TaskId) : null, "Follow the task"));
            await OnDone.InvokeAsync();
        }
        catch (DbException)
        {
            Toasts.Show(OutcomeToast.Unknown(what, "entry"));
        }
        finally
        {
            _requested = null;
        }
    }

    private Task<OperatorOutcome> SendAsync(DeadLetterAct act, DeadLetterItem item, DeadLetterInput input)
    {
        var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
        return act == DeadLetterAct.Requeue
            ? Requeue.HandleAsync(new RequeueDeadLetterRequest { EntryId = item.EntryId, Actor = User.Actor, Reason = input.Notes, IdempotencyKey = key }, CancellationToken.None)
            : Resolve.HandleAsync(
                new ResolveDeadLetterRequest
                {
                    EntryId = item.EntryId, Actor = User.Actor, Notes = input.Notes, Resolution = input.Resolution, ExpectedStatus = item.Resolution, IdempotencyKey = key,
                },
                CancellationToken.None);
    }
}
