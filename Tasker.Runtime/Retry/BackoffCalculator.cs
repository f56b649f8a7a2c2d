using System.Diagnostics;

namespace Tasker.Runtime.Retry;

/// <summary>The arithmetic of delays. Pure: chance comes in as a function that returns 0 (inclusive) to 1 (exclusive).</summary>
internal static class BackoffCalculator
{
    /// <summary>A delay is shortened or lengthened by at most this part of itself.</summary>
    public const double JitterPart = 0.15;

    /// <summary>
    /// The delay after the given failed attempt (1 is the first), without jitter, never above the policy's maximum.
    /// Any attempt number is safe: what does not fit is the maximum.
    /// </summary>
    public static TimeSpan Plain(in BackoffPolicy policy, int attempt)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        if (policy.Base < TimeSpan.Zero || policy.Max < TimeSpan.Zero)
        {
            throw new ArgumentException("base and maximum of a back-off are zero or more", nameof(policy));
        }

        return policy.Strategy switch
        {
            BackoffStrategy.None => TimeSpan.Zero,
            BackoffStrategy.Linear => Scale(policy.Base, attempt, policy.Max),
            BackoffStrategy.Exponential => Scale(policy.Base, Math.Pow(2, attempt - 1), policy.Max),
            BackoffStrategy.Fibonacci => Scale(policy.Base, Fibonacci(attempt), policy.Max),
            _ => throw new UnreachableException($"back-off strategy {policy.Strategy}"),
        };
    }

    /// <summary>The delay after the given failed attempt with ±15 % jitter, between zero and the policy's maximum.</summary>
    public static TimeSpan Next(in BackoffPolicy policy, int attempt, Func<double> jitter)
    {
        ArgumentNullException.ThrowIfNull(jitter);
        var plain = Plain(policy, attempt);
        return plain == TimeSpan.Zero ? plain : Scale(plain, 1 + (JitterPart * ((2 * jitter()) - 1)), policy.Max);
    }

    /// <summary>
    /// The delay that somebody else asked for (a Retry-After header, a handler's hint). Jitter only lengthens it: never less than
    /// was asked for, unless that is above the maximum, which wins.
    /// </summary>
    public static TimeSpan Told(TimeSpan told, TimeSpan max, Func<double> jitter)
    {
        ArgumentNullException.ThrowIfNull(jitter);
        return told <= TimeSpan.Zero ? TimeSpan.Zero : Scale(told, 1 + (JitterPart * jitter()), max);
    }

    // In doubles, because ticks overflow: the comparison happens before the conversion back.
    private static TimeSpan Scale(TimeSpan value, double factor, TimeSpan max)
    {
        if (value == TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        var ticks = value.Ticks * factor;
        return ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks);
    }

    private static double Fibonacci(int n)
    {
        var (previous, current) = (0d, 1d);
        for (var i = 1; i < n && current < long.MaxValue; i++)
        {
            (previous, current) = (current, previous + current);
        }

        return current;
    }
}
