namespace Tasker.Web.Bench;

/// <summary>How a queue was drained.</summary>
/// <param name="Done">Jobs done.</param>
/// <param name="WallMs">From the start of the worker until all were durable, or the time was over.</param>
/// <param name="FirstPerSecond">Rate of the first tenth.</param>
/// <param name="LastPerSecond">Rate of the last tenth.</param>
internal sealed record BenchDrain(int Done, double WallMs, double FirstPerSecond, double LastPerSecond)
{
    public static BenchDrain Of(double[] times, double wall)
    {
        if (times.Length < 2) return new BenchDrain(times.Length, wall, 0, 0);
        var tenth = Math.Max(2, times.Length / 10);
        return new BenchDrain(times.Length, wall, Rate(times, 0, tenth), Rate(times, times.Length - tenth, times.Length));
    }

    private static double Rate(double[] times, int from, int to) => (to - from) / (times[to - 1] - (from > 0 ? times[from - 1] : 0)) * 1000;
}
