namespace Tasker.Runtime.Queries;

/// <summary>A count that stopped at a bound.</summary>
/// <param name="Value">How many were found.</param>
/// <param name="IsExact">False: there are, or may be, more.</param>
public readonly record struct BoundedCount(long Value, bool IsExact);
