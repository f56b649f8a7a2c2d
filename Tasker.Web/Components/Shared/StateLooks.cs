using System.Collections.Frozen;
using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;

namespace Tasker.Web.Components.Shared;

/// <summary>
/// The one table of looks. Grey is inert, sky queued, blue moving, slate settling, amber needs time, green done well,
/// red needs a person, violet a person did it.
/// </summary>
public static class StateLooks
{
    /// <summary>The text under which a step that lies in the dead letters is shown.</summary>
    public const string DeadLetter = "dead_letter";

    private static readonly FrozenDictionary<string, StateLook> StepLooks = ByName(
    [
        new(StepState.Pending.Text(), "Pending", "s-idle", StateShape.Hollow),
        new(StepState.Enqueued.Text(), "Queued", "s-queued", StateShape.Dotted),
        new(StepState.InProgress.Text(), "Running", "s-running", StateShape.Arc),
        new(StepState.EnqueuedForOrchestration.Text(), "Settling", "s-settling", StateShape.Half),
        new(StepState.EnqueuedAsErrorForOrchestration.Text(), "Settling a failure", "s-settling", StateShape.Half),
        new(StepState.WaitingForRetry.Text(), "Will retry", "s-waiting", StateShape.Again),
        new(StepState.Complete.Text(), "Done", "s-done", StateShape.Tick),
        new(StepState.Error.Text(), "Failed", "s-failed", StateShape.Stop),
        new(DeadLetter, "Dead letter", "s-dead", StateShape.Tray),
        new(StepState.Cancelled.Text(), "Cancelled", "s-idle", StateShape.Cross),
        new(StepState.ResolvedManually.Text(), "Resolved by hand", "s-person", StateShape.Hand),
    ]);

    private static readonly FrozenDictionary<string, StateLook> TaskLooks = ByName(
    [
        new(TaskState.Pending.Text(), "Pending", "s-idle", StateShape.Hollow),
        new(TaskState.Initializing.Text(), "Starting", "s-queued", StateShape.Dotted),
        new(TaskState.EnqueuingSteps.Text(), "Queueing", "s-queued", StateShape.Dotted),
        new(TaskState.StepsInProcess.Text(), "Running", "s-running", StateShape.Arc),
        new(TaskState.EvaluatingResults.Text(), "Settling", "s-settling", StateShape.Half),
        new(TaskState.WaitingForDependencies.Text(), "Waiting", "s-waiting", StateShape.Clock),
        new(TaskState.WaitingForRetry.Text(), "Will retry", "s-waiting", StateShape.Again),
        new(TaskState.BlockedByFailures.Text(), "Blocked", "s-failed", StateShape.Blocked),
        new(TaskState.Complete.Text(), "Done", "s-done", StateShape.Tick),
        new(TaskState.Error.Text(), "Failed", "s-failed", StateShape.Stop),
        new(TaskState.Cancelled.Text(), "Cancelled", "s-idle", StateShape.Cross),
        new(TaskState.ResolvedManually.Text(), "Resolved by hand", "s-person", StateShape.Hand),
    ]);

    private static readonly FrozenDictionary<string, StateLook> DeadLetterLooks = ByName(
    [
        new(DeadLetterResolutions.Pending, "Pending", "s-dead", StateShape.Tray),
        new(DeadLetterResolutions.ManuallyResolved, "Resolved by hand", "s-person", StateShape.Hand),
        new(DeadLetterResolutions.PermanentlyFailed, "Given up", "s-failed", StateShape.Stop),
        new(DeadLetterResolutions.Cancelled, "Not needed", "s-idle", StateShape.Cross),
    ]);

    private static readonly FrozenDictionary<string, StateLook> ClusterLooks = ByName(
    [
        new("open", "Open", "s-failed", StateShape.Stop),
        new("muted", "Muted", "s-idle", StateShape.Hollow),
        new("resolved", "Resolved", "s-person", StateShape.Hand),
    ]);

    private static readonly FrozenDictionary<string, StateLook> StalenessLooks = ByName(
    [
        new("stale", "Over its limit", "s-failed", StateShape.Clock),
        new("warning", "Near its limit", "s-waiting", StateShape.Clock),
        new("healthy", "In time", "s-done", StateShape.Tick),
    ]);

    /// <summary>Every known look of a step.</summary>
    public static IReadOnlyCollection<StateLook> Steps => StepLooks.Values;

    /// <summary>Every known look of a task.</summary>
    public static IReadOnlyCollection<StateLook> Tasks => TaskLooks.Values;

    /// <summary>The look of a step's state; an unknown one is shown under its own name.</summary>
    public static StateLook ForStep(string state) => StepLooks.GetValueOrDefault(state) ?? Unknown(state);

    /// <summary>The look of a task's state; an unknown one is shown under its own name.</summary>
    public static StateLook ForTask(string state) => TaskLooks.GetValueOrDefault(state) ?? Unknown(state);

    /// <summary>The look of a dead letter by what became of it.</summary>
    public static StateLook ForDeadLetter(string resolution) => DeadLetterLooks.GetValueOrDefault(resolution) ?? Unknown(resolution);

    /// <summary>The look of a failure cluster by its status.</summary>
    public static StateLook ForCluster(string status) => ClusterLooks.GetValueOrDefault(status) ?? Unknown(status);

    /// <summary>The look of how near a task is to its limits.</summary>
    public static StateLook ForStaleness(string health) => StalenessLooks.GetValueOrDefault(health) ?? Unknown(health);

    private static StateLook Unknown(string state) => new(state, state, "s-unknown", StateShape.Question);

    private static FrozenDictionary<string, StateLook> ByName(StateLook[] looks) => looks.ToFrozenDictionary(l => l.Name, StringComparer.Ordinal);
}
