namespace Tasker.Runtime.Retry;

/// <summary>The stable codes by which failures are counted and searched.</summary>
public static class ErrorCodes
{
    /// <summary>An attempt took longer than allowed.</summary>
    public const string ExecutionTimeout = "EXECUTION_TIMEOUT";

    /// <summary>A database could not be reached.</summary>
    public const string DatabaseConnection = "DATABASE_CONNECTION_ERROR";

    /// <summary>A deadlock or a lock that was not granted in time.</summary>
    public const string DatabaseLock = "DATABASE_LOCK_ERROR";

    /// <summary>A unique, foreign-key or check constraint refused the data.</summary>
    public const string DatabaseConstraint = "DATABASE_CONSTRAINT_VIOLATION";

    /// <summary>Any other database error.</summary>
    public const string DatabaseGeneral = "DATABASE_GENERAL_ERROR";

    /// <summary>A state changed under the operation.</summary>
    public const string StateTransition = "STATE_TRANSITION_ERROR";

    /// <summary>The set-up is wrong.</summary>
    public const string Configuration = "CONFIGURATION_ERROR";

    /// <summary>The input was refused.</summary>
    public const string Validation = "VALIDATION_ERROR";

    /// <summary>The handler failed for a reason of its own.</summary>
    public const string StepExecutionFailed = "STEP_EXECUTION_FAILED";

    /// <summary>No attempts are left.</summary>
    public const string RetryLimitExceeded = "RETRY_LIMIT_EXCEEDED";

    /// <summary>An attempt failed for a reason that may pass.</summary>
    public const string Execution = "EXECUTION_ERROR";

    /// <summary>The node that ran the attempt lost its lease.</summary>
    public const string WorkerLost = "WORKER_LOST";
}
