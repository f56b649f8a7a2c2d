namespace Tasker.Data.Flow;

/// <summary>A checkpoint that is to be stored.</summary>
/// <param name="Cursor">Where a later execution goes on, JSON.</param>
/// <param name="ItemsProcessed">Items done so far, over all executions; 0 or more.</param>
/// <param name="Accumulated">What came of them so far, JSON; null for nothing.</param>
/// <param name="Yields">True when the handler gives its place to others and goes on afterwards.</param>
public sealed record NewCheckpoint(string Cursor, long ItemsProcessed, string? Accumulated, bool Yields);
