using System.Data.Common;
using Microsoft.AspNetCore.Components;
using Tasker.Data.Failures;
using Tasker.Runtime.Operations;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Tasker.Web.Security;

namespace Tasker.Web.Components.Failures;

/// <summary>What a person may say about a failure cluster. No task changes by it.</summary>
public sealed partial class ClusterActions
{
    private static readonly IReadOnlyList<(string Status, string Title, string Consequence)> Acts =
    [
        ("resolved", "Resolve", "Its cause is gone. When it fails this way again it opens by itself, and that is counted. No task is changed."),
        ("muted", "Mute", "It is known and not urgent: it stays muted also when it fails this way again. No task is changed."),
        ("open", "Open again", "Somebody has to look at it. No task is changed."),
    ];

    private string? _asking;
    private string? _requested;
    private int _hours;

    /// <summary>The cluster.</summary>
    [Parameter, EditorRequired]
    public required FailureCluster Cluster { get; set; }

    /// <summary>Something was done, or somebody else was first: the cluster has to be read again.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    public required SetFailureStatus Set { get; init; }

    [Inject]
    public required CurrentUser User { get; init; }

    [Inject]
    public required Toasts Toasts { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    // Muting again is how its end is changed.
    private string? WhyNot(string status) => status == Cluster.Status && status != "muted" ? $"It is {StateLooks.ForCluster(status).Word.ToLowerInvariant()} already." : null;

    private async Task ActAsync(string status, string title, string reason)
    {
        var what = $"{title} of {Cluster.Step}";
        (_asking, _requested) = (null, title);
        StateHasChanged();
        try
        {
            var now = Clock.GetUtcNow();
            var outcome = await Set.HandleAsync(
                new FailureStatusRequest
                {
                    Cluster = Cluster.Id, Status = status, ExpectedStatus = Cluster.Status, Until = status == "muted" && _hours > 0 ? now.AddHours(_hours) : null,
                    Actor = User.Actor, Reason = reason, IdempotencyKey = Guid.CreateVersion7(now).ToString("N"),
                },
                CancellationToken.None);
            Toasts.Show(OutcomeToast.Of(what, outcome, s => StateLooks.ForCluster(s).Word, Clock.GetUtcNow()));
            await OnDone.InvokeAsync();
        }
        catch (DbException)
        {
            Toasts.Show(OutcomeToast.Unknown(what, "cluster"));
        }
        finally
        {
            _requested = null;
        }
    }
}
