namespace Tasker.Data.Live;

/// <summary>What one look at the history brought.</summary>
/// <param name="Rows">How many rows were handed on.</param>
/// <param name="IsComplete">False when there were more than are read at one go: the rest is passed over, and only new totals tell what it was.</param>
/// <param name="Lag">Age of the oldest row that was handed on; zero when there was none.</param>
/// <param name="Totals">Everything counted at exactly the state that the rows lead to, when it was asked for or is needed.</param>
public sealed record LogRead(int Rows, bool IsComplete, TimeSpan Lag, WorkTotals? Totals);
