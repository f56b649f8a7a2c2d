namespace Tasker.Data.Embedded;

/// <summary>Tasker's own PostgreSQL server can't be used. The message says what to do about it.</summary>
public sealed class EmbeddedPostgresException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="message">What went wrong and what to do about it, for the operator.</param>
    /// <param name="dataFolder">The data folder, as far as it is known.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public EmbeddedPostgresException(
        EmbeddedPostgresFailure failure, string message, string? dataFolder = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Failure = failure;
        DataFolder = dataFolder;
    }

    /// <summary>What went wrong.</summary>
    public EmbeddedPostgresFailure Failure { get; }

    /// <summary>The data folder, as far as it is known.</summary>
    public string? DataFolder { get; }

    /// <summary>The process that uses the folder, for <see cref="EmbeddedPostgresFailure.DataFolderInUse"/>.</summary>
    public int? OwnerProcessId { get; init; }
}
