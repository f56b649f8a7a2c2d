namespace Tasker.Runtime.Messaging;

/// <summary>Why messages are put aside.</summary>
public static class ArchiveReasons
{
    /// <summary>The header that holds the reason.</summary>
    public const string Header = "tasker_reason";

    /// <summary>It is not what the queue is for: no JSON object, or no step in it.</summary>
    public const string Malformed = "malformed";

    /// <summary>Its step is not waiting for a worker any more.</summary>
    public const string NotRunnable = "not_runnable";

    /// <summary>It was delivered more often than <see cref="MessagingOptions.MaxReads"/> and never ended.</summary>
    public const string TooManyReads = "too_many_reads";
}
