namespace Tasker.Data.DeadLetters;

/// <summary>Why a task needs a person: the stable texts of database and API (R§1.1).</summary>
public static class DeadLetterReasons
{
    /// <summary>It stayed too long in a state, or lived too long.</summary>
    public const string StalenessTimeout = "staleness_timeout";

    /// <summary>A step used up its attempts.</summary>
    public const string MaxRetriesExceeded = "max_retries_exceeded";

    /// <summary>Steps wait for each other.</summary>
    public const string DependencyCycleDetected = "dependency_cycle_detected";

    /// <summary>A step's workers were lost, none has its handler, or none serves its namespace.</summary>
    public const string WorkerUnavailable = "worker_unavailable";

    /// <summary>A person entered it.</summary>
    public const string ManualDlq = "manual_dlq";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [StalenessTimeout, MaxRetriesExceeded, DependencyCycleDetected, WorkerUnavailable, ManualDlq];

    /// <summary>The reason that <c>tasker.enter_failed</c> answers with as a number.</summary>
    internal static string Of(short number) => number switch
    {
        2 => MaxRetriesExceeded,
        4 => WorkerUnavailable,
        _ => throw new InvalidOperationException($"a failed step was entered with the unknown reason {number}"),
    };
}
