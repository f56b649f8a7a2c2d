namespace Tasker.Web.Components.Failures;

/// <summary>A step in a snapshot.</summary>
/// <param name="No">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Callable">Its handler; null when the snapshot does not say.</param>
/// <param name="State">Its state then, stored text.</param>
/// <param name="Attempts">Attempts then.</param>
/// <param name="MaxAttempts">Attempts allowed.</param>
/// <param name="ChangedAt">Its last move then.</param>
public sealed record SnapshotStep(int No, string Name, string? Callable, string State, int Attempts, int MaxAttempts, DateTimeOffset? ChangedAt);
