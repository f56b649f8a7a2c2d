namespace Tasker.Data.Failures;

/// <summary>Which clusters.</summary>
/// <param name="Status">open, muted or resolved; null: all.</param>
/// <param name="Namespace">Of this namespace; null: of all.</param>
/// <param name="Template">Of this template; null: of all.</param>
/// <param name="OnlyOpen">True: only those with steps that are still failed.</param>
public sealed record ClusterQuery(string? Status = null, string? Namespace = null, string? Template = null, bool OnlyOpen = false);
