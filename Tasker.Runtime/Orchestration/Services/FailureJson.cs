using System.Text.Json;
using Tasker.Runtime.Failures;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>A failure as it is stored with the step and its history.</summary>
internal static class FailureJson
{
    public static string Write(StepFailure failure, RetryVerdict verdict, int attempt)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("error_type", failure.ErrorType);
            json.WriteString("message", Storable(failure.Message));
            json.WriteNumber("attempt", attempt);
            json.WriteString("category", verdict.Classification.Category.ToString());
            switch (verdict)
            {
                case RetryVerdict.Retry retry:
                    json.WriteString("code", verdict.Classification.Code);
                    json.WriteBoolean("retryable", true);
                    // Rounded down: it must not claim more than was waited for (I24).
                    json.WriteNumber("retry_in_ms", Math.Floor(retry.Delay.TotalMilliseconds));
                    break;
                case RetryVerdict.PermanentError permanent:
                    json.WriteString("code", permanent.Code);
                    json.WriteBoolean("retryable", false);
                    json.WriteString("final_because", permanent.Reason.ToString());
                    break;
                default:
                    throw new InvalidOperationException($"unknown verdict {verdict.GetType().Name}");
            }

            if (failure.StatusCode is { } status)
            {
                json.WriteNumber("status_code", status);
                json.WriteString("error_code", $"HTTP_{status}");
            }

            json.WriteString("fingerprint", FailureFingerprint.Of(failure));
            if (failure.Stack is { Length: > 0 } stack) json.WriteString("stack", Storable(stack));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Reads back what decides about a retry: for results that came through the queue.</summary>
    public static StepFailure Read(string? json)
    {
        if (json is null) return new StepFailure { Message = "no failure was stored", ErrorType = ErrorTypes.State };
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new StepFailure
        {
            Message = root.TryGetProperty("message", out var m) ? m.GetString() ?? "" : "",
            ErrorType = root.TryGetProperty("error_type", out var t) ? t.GetString() ?? ErrorTypes.Handler : ErrorTypes.Handler,
            Retryable = root.TryGetProperty("declared_retryable", out var r) ? r.GetBoolean() : null,
            RetryAfter = root.TryGetProperty("retry_after_ms", out var a) ? TimeSpan.FromMilliseconds(a.GetDouble()) : null,
            StatusCode = root.TryGetProperty("status_code", out var s) ? s.GetInt32() : null,
            Stack = root.TryGetProperty("stack", out var k) ? k.GetString() : null,
        };
    }

    /// <summary>A failure as a worker hands it over, undecided.</summary>
    public static string WriteRaw(StepFailure failure)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("error_type", failure.ErrorType);
            json.WriteString("message", Storable(failure.Message));
            if (failure.Retryable is { } declared) json.WriteBoolean("declared_retryable", declared);
            if (failure.RetryAfter is { } after) json.WriteNumber("retry_after_ms", after.TotalMilliseconds);
            if (failure.StatusCode is { } status) json.WriteNumber("status_code", status);
            if (failure.Stack is { Length: > 0 } stack) json.WriteString("stack", Storable(stack));
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // jsonb cannot hold U+0000, and a lone surrogate is no text.
    internal static string Storable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal)) return text;
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text.Replace("\0", "\uFFFD", StringComparison.Ordinal));
        return System.Text.Encoding.UTF8.GetString(utf8);
    }
}
