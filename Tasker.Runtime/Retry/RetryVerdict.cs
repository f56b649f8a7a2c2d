namespace Tasker.Runtime.Retry;

/// <summary>What becomes of a step whose attempt failed.</summary>
internal abstract record RetryVerdict
{
    private RetryVerdict(ErrorClassification classification) => Classification = classification;

    /// <summary>How the failure was judged.</summary>
    public ErrorClassification Classification { get; }

    /// <summary>The step waits for the delay and is then attempted again.</summary>
    internal sealed record Retry(TimeSpan Delay, ErrorClassification Judged) : RetryVerdict(Judged);

    /// <summary>The step goes into error. The code is RETRY_LIMIT_EXCEEDED when only the attempts ran out.</summary>
    internal sealed record PermanentError(PermanentReason Reason, string Code, ErrorClassification Judged) : RetryVerdict(Judged);
}
