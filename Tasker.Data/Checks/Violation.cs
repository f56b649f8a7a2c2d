namespace Tasker.Data.Checks;

/// <summary>An invariant that does not hold.</summary>
/// <param name="Id">Which.</param>
/// <param name="Statement">What should be true.</param>
/// <param name="Rows">The rows that break it, as JSON objects; at most <see cref="Checker.MostRows"/>.</param>
/// <param name="HasMore">True when there are more rows than these.</param>
public sealed record Violation(string Id, string Statement, IReadOnlyList<string> Rows, bool HasMore);
