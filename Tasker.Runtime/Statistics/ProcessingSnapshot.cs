namespace Tasker.Runtime.Statistics;

/// <summary>What was done so far.</summary>
/// <param name="Succeeded">Operations that ended well.</param>
/// <param name="Failed">Operations that did not.</param>
/// <param name="Elapsed">Time spent in both.</param>
public readonly record struct ProcessingSnapshot(long Succeeded, long Failed, TimeSpan Elapsed)
{
    /// <summary>All operations.</summary>
    public long Total => Succeeded + Failed;

    /// <summary>The average time of one operation; zero when there was none.</summary>
    public TimeSpan Average => Total == 0 ? TimeSpan.Zero : Elapsed / Total;

    /// <summary>The part that ended well, 0 to 1; 1 when there was none.</summary>
    public double SuccessRate => Total == 0 ? 1 : (double)Succeeded / Total;

    /// <summary>
    /// 0 to 1: half for the success rate, half for speed, which counts in full up to an average of 100 ms and less in proportion beyond.
    /// </summary>
    public double Score => (SuccessRate + Math.Min(100 / Math.Max(Average.TotalMilliseconds, 1), 1)) / 2;
}
