using System.Net.Http.Headers;

namespace Tasker.Runtime.Retry;

/// <summary>Reads a Retry-After header.</summary>
internal static class RetryAfter
{
    /// <summary>
    /// The delay that the header asks for: a number of seconds or an HTTP date. The past and negative numbers are zero, anything
    /// beyond the cap is the cap. Null when the header says nothing that can be understood.
    /// </summary>
    public static TimeSpan? Parse(string? headerValue, DateTimeOffset now, TimeSpan cap)
    {
        var text = headerValue?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var digits = text[0] is '-' or '+' ? text.AsSpan(1) : text.AsSpan();
        if (!digits.IsEmpty && digits.IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return Clamp(text[0] == '-' ? TimeSpan.Zero : Seconds(digits), cap);
        }

        return RetryConditionHeaderValue.TryParse(text, out var value) && value.Date is { } date
            ? Clamp(date - now, cap)
            : null;
    }

    // More digits than a long holds is longer than any cap.
    private static TimeSpan Seconds(ReadOnlySpan<char> digits) =>
        long.TryParse(digits, out var seconds) && seconds < TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerSecond
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.MaxValue;

    private static TimeSpan Clamp(TimeSpan value, TimeSpan cap) =>
        value <= TimeSpan.Zero ? TimeSpan.Zero : value < cap ? value : cap;
}
