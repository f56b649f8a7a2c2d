using System.Diagnostics;

namespace Tasker.Web.Bench;

/// <summary>Milliseconds since the process began to measure.</summary>
internal static class BenchClock
{
    private static readonly Stopwatch Watch = Stopwatch.StartNew();

    public static double Now() => Watch.Elapsed.TotalMilliseconds;
}
