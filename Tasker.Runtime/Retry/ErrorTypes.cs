namespace Tasker.Runtime.Retry;

/// <summary>The error types that Tasker knows. A handler may use its own; those are classified as unknown and repeated.</summary>
public static class ErrorTypes
{
    /// <summary>A handler says that repeating is useless.</summary>
    public const string Permanent = "permanent_error";

    /// <summary>A handler asks to be repeated.</summary>
    public const string Retryable = "retryable_error";

    /// <summary>The step's input is not acceptable.</summary>
    public const string Validation = "validation_error";

    /// <summary>Something that the handler called took too long.</summary>
    public const string Timeout = "timeout";

    /// <summary>A handler failed without saying more.</summary>
    public const string Handler = "handler_error";

    /// <summary>No handler is registered under the step's name for it.</summary>
    public const string HandlerNotFound = "handler_not_found";

    /// <summary>A handler threw what it should have returned.</summary>
    public const string HandlerPanic = "handler_panic";

    /// <summary>A handler ran longer than the step allows.</summary>
    public const string HandlerTimeout = "handler_timeout";

    /// <summary>A handler in another process did not answer in time.</summary>
    public const string RemoteTimeout = "ffi_timeout";

    /// <summary>No execution slot was free.</summary>
    public const string SemaphoreAcquisitionFailed = "semaphore_acquisition_failed";

    /// <summary>Memory, disk, handles or the like ran out.</summary>
    public const string ResourceExhausted = "resource_exhausted";

    /// <summary>The other side asked for fewer requests.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The other side could not be reached.</summary>
    public const string Network = "network_error";

    /// <summary>A setting is missing or wrong.</summary>
    public const string Configuration = "configuration_error";

    /// <summary>Something that the step depends on failed.</summary>
    public const string Dependency = "dependency_error";

    /// <summary>The state found was not the state expected.</summary>
    public const string State = "state_error";

    /// <summary>A handler's database could not be reached.</summary>
    public const string DatabaseConnection = "database_connection_error";

    /// <summary>A handler's database refused a lock.</summary>
    public const string DatabaseLock = "database_lock_error";

    /// <summary>A handler's database refused the data.</summary>
    public const string DatabaseConstraint = "database_constraint_violation";

    /// <summary>Any other error of a handler's database.</summary>
    public const string Database = "database_error";

    /// <summary>A decision or a batchable step succeeded, but what it asks for cannot be carried out.</summary>
    public const string InvalidOutcome = "invalid_outcome";

    /// <summary>A handler's result does not fit the step's <c>result_schema</c>.</summary>
    public const string ResultSchema = "result_schema_violation";

    /// <summary>The node that ran the attempt lost its lease; nobody knows how far the attempt came.</summary>
    public const string WorkerLost = "worker_lost";
}
