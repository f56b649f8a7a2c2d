using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Tasks.Bulk;

/// <summary>An act on many tasks: what would be done, the reason, and then what came of each.</summary>
public sealed partial class BulkDialog
{
    private BulkPreview? _preview;
    private BulkResult? _result;
    private string? _problem;

    /// <summary>The act.</summary>
    [Parameter, EditorRequired]
    public required BulkAct Act { get; set; }

    /// <summary>The act's words.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>The tasks; empty: those of the filter.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<TaskId> Tasks { get; set; }

    /// <summary>Which tasks; null: those that are named.</summary>
    [Parameter]
    public TaskFilter? Filter { get; set; }

    /// <summary>How many tasks of the filter at most.</summary>
    [Parameter]
    public int Most { get; set; } = BulkTasks.Most;

    /// <summary>Closed, whatever came of it.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }

    /// <summary>Something was done; the outcome is still shown.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    public required BulkTasks Bulk { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    private string ConfirmText => _preview is { Fit.Count: > 0 and var n } ? $"{Act} {Count(n)}" : Title;

    private string Consequence => Act switch
    {
        BulkAct.Retry => "to be retried: every failed step runs again with all attempts.",
        BulkAct.Cancel => "to be cancelled, running steps included. This cannot be taken back.",
        BulkAct.Resolve => "to be closed as dealt with elsewhere; unfinished steps are cancelled. This cannot be taken back.",
        _ => throw new InvalidOperationException($"No words for {Act}."),
    };

    protected override async Task OnInitializedAsync()
    {
        try
        {
            var preview = await Bulk.PreviewAsync(Request("", null), CancellationToken.None);
            _problem = preview.Problem is { } problem ? $"This is not possible: {problem}." : null;
            _preview = preview;
        }
        catch (DbException)
        {
            _problem = "The database did not answer in time; close this and try again.";
        }
    }

    internal static string Count(int tasks) => tasks == 1 ? "1 task" : $"{tasks:#,0} tasks";

    private static string Why(string whyNot) =>
        whyNot.StartsWith("is ", StringComparison.Ordinal) ? StateLooks.ForTask(whyNot["is ".Length..]).Word : whyNot;

    private async Task ActAsync(string reason)
    {
        // What was shown is what is done: a task that fits only since then is left alone.
        if (_preview is not { Problem: null } preview) return;
        if (preview.Fit.Count == 0)
        {
            _problem = "No task fits; nothing would be done.";
            return;
        }

        try
        {
            var key = Guid.CreateVersion7(Clock.GetUtcNow()).ToString("N");
            var result = await Bulk.HandleAsync(Request(reason, key) with { Tasks = preview.Fit, Filter = null }, CancellationToken.None);
            _problem = result.Problem is { } problem ? $"This is not possible: {problem}." : null;
            if (_problem is null) _result = result;
        }
        catch (DbException)
        {
            _problem = "The database did not answer, so it is not known which tasks were acted on. Their states will tell.";
        }

        await OnDone.InvokeAsync();
    }

    private BulkRequest Request(string reason, string? key) =>
        new() { Act = Act, Tasks = Tasks, Filter = Filter, Most = Most, Actor = User.Actor, Reason = reason, IdempotencyKey = key };
}
