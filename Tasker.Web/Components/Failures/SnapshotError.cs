namespace Tasker.Web.Components.Failures;

/// <summary>An error in a snapshot.</summary>
/// <param name="At">When.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Type">The error's type; null when there is none.</param>
/// <param name="Message">What it said.</param>
/// <param name="Stack">Where it came from; null when there is none.</param>
public sealed record SnapshotError(DateTimeOffset? At, string Step, int? Attempt, string? Type, string Message, string? Stack);
