namespace Tasker.Web.Bench;

/// <summary>Whether a load could be sustained.</summary>
/// <param name="Ratio">Rate of the last minute to that of the first.</param>
/// <param name="IsMemoryFlat">The process ended with at most a fifth more than the most it had in the first third.</param>
internal sealed record BenchVerdict(double Ratio, bool IsMemoryFlat)
{
    /// <summary>Below it the load was not sustained.</summary>
    public const double LeastRatio = 0.9;

    private const double MostGrowth = 1.2;

    public bool IsSustained => Ratio >= LeastRatio;

    public static BenchVerdict Of(IReadOnlyList<BenchSample> samples)
    {
        var early = samples.Take(Math.Max(1, samples.Count / 3)).Max(s => s.RssMegabytes);
        return new BenchVerdict(
            samples[0].StepsPerSecond > 0 ? samples[^1].StepsPerSecond / samples[0].StepsPerSecond : 0, samples[^1].RssMegabytes <= early * MostGrowth);
    }
}
