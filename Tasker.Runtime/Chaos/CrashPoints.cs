using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tasker.Runtime.Chaos;

/// <summary>Kills the process at the chosen crash point. Without one, a passing is one comparison.</summary>
internal sealed class CrashPoints(CrashPoint armed, int passings, Action die)
{
    private int _left = passings;

    /// <summary>The points as they are called in settings: <c>after-claim</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<CrashPoint>().Where(p => p != CrashPoint.None).Select(Name)];

    public static CrashPoints Of(ChaosOptions options) =>
        new(TryParse(options.CrashAt, out var point) ? point : CrashPoint.None, options.CrashPassing, Kill);

    /// <summary>Passes a point; the process ends here when it is the chosen one's turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pass(CrashPoint point)
    {
        if (point == armed) Count();
    }

    /// <summary>Reads a name; null and empty mean no point.</summary>
    public static bool TryParse(string? name, out CrashPoint point)
    {
        point = CrashPoint.None;
        if (string.IsNullOrEmpty(name)) return true;
        point = Enum.GetValues<CrashPoint>().FirstOrDefault(p => string.Equals(Name(p), name, StringComparison.OrdinalIgnoreCase));
        return point != CrashPoint.None;
    }

    private static string Name(CrashPoint point) =>
        string.Concat(point.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private void Count()
    {
        if (Interlocked.Decrement(ref _left) == 0) die();
    }

    // kill -9: no finaliser, no flush, no rollback. The signal takes effect a moment later, until when nothing may go on here.
    [DoesNotReturn]
    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
        while (true) Thread.CurrentThread.Join();
    }
}
