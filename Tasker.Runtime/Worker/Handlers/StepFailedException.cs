namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Lets code deep inside a handler say how the attempt failed.</summary>
public sealed class StepFailedException : Exception
{
    /// <summary>Fails the attempt.</summary>
    /// <param name="message">Why.</param>
    /// <param name="retryable">Whether trying again makes sense.</param>
    public StepFailedException(string message, bool retryable)
        : base(message) => Retryable = retryable;

    /// <summary>Fails the attempt; it may be retried.</summary>
    public StepFailedException(string message)
        : this(message, retryable: true)
    {
    }

    /// <summary>Fails the attempt with a cause; it may be retried.</summary>
    public StepFailedException(string message, Exception innerException)
        : base(message, innerException) => Retryable = true;

    /// <summary>Fails the attempt; it may be retried.</summary>
    public StepFailedException()
        : this("the step failed")
    {
    }

    /// <summary>Whether trying again makes sense.</summary>
    public bool Retryable { get; }

    /// <summary>Wait at least this long.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The failure's kind; default <c>permanent_error</c> or <c>retryable_error</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Status of the HTTP answer that caused it.</summary>
    public int? StatusCode { get; init; }
}
