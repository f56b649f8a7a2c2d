namespace Tasker.Web.Components.Shared;

/// <summary>One condition of a filter.</summary>
/// <param name="Key">What is compared, as it is typed: <c>state</c>.</param>
/// <param name="Value">With what: <c>error</c>.</param>
/// <param name="Problem">Why the condition is not understood; null when it is.</param>
public sealed record FilterChip(string Key, string Value, string? Problem = null);
