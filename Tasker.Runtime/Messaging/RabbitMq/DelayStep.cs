namespace Tasker.Runtime.Messaging.RabbitMq;

/// <summary>
/// RabbitMQ delays by a queue whose messages expire into the real one, and expires them in order only, so each delay needs a queue of its
/// own. Rounding up to a step bounds their number: at most 20 + 60 + 60 + 92 for each queue, and each goes when it is not used.
/// </summary>
internal static class DelayStep
{
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(24);

    /// <summary>The delay, rounded up: to 50 ms below a second, to 1 s below a minute, to 1 min below an hour, to 15 min beyond.</summary>
    public static TimeSpan Of(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, Longest);
        var step = delay.TotalSeconds <= 1 ? TimeSpan.FromMilliseconds(50)
            : delay.TotalMinutes <= 1 ? TimeSpan.FromSeconds(1)
            : delay.TotalHours <= 1 ? TimeSpan.FromMinutes(1)
            : TimeSpan.FromMinutes(15);
        return TimeSpan.FromTicks((delay.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks);
    }
}
