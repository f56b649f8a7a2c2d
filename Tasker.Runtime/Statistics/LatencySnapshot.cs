namespace Tasker.Runtime.Statistics;

/// <summary>The latest latencies in figures; all zero when none was recorded.</summary>
/// <param name="Count">Latencies that the figures are made of.</param>
/// <param name="Mean">Their average.</param>
/// <param name="P50">Half of them are at most this.</param>
/// <param name="P95">95 of 100 are at most this.</param>
/// <param name="P99">99 of 100 are at most this.</param>
public readonly record struct LatencySnapshot(int Count, TimeSpan Mean, TimeSpan P50, TimeSpan P95, TimeSpan P99);
