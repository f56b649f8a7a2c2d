using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.DeadLetters;

/// <summary>
/// How long tasks may stay where they are, and how they are watched. A limit that is null takes the default of the installation's
/// environment (<see cref="StalenessDefaults"/>); what a template says about itself goes before both.
/// </summary>
public sealed class StalenessOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Staleness";

    private const string Least = "00:00:01";
    private const string Most = "30.00:00:00";

    /// <summary>Whether open tasks are watched at all. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True: what would be done is logged and counted, and nothing is done. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Time between two runs. 1 s to 1 day; null: by environment, 1 to 10 min.</summary>
    [Range(typeof(TimeSpan), Least, "1.00:00:00")]
    public TimeSpan? Interval { get; init; }

    /// <summary>Tasks that are acted on in one transaction, at most. 1 to 1,000; null: by environment, 10 to 200.</summary>
    [Range(1, 1000)]
    public int? BatchSize { get; init; }

    /// <summary>Time in <c>pending</c>. 1 s to 30 days; null: by environment. So are all that follow.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? Pending { get; init; }

    /// <summary>Time in <c>initializing</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? Initializing { get; init; }

    /// <summary>Time in <c>enqueuing_steps</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? EnqueuingSteps { get; init; }

    /// <summary>Time in <c>steps_in_process</c> without a move of any step.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? StepsInProcess { get; init; }

    /// <summary>Time in <c>evaluating_results</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? EvaluatingResults { get; init; }

    /// <summary>Time in <c>waiting_for_dependencies</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? WaitingForDependencies { get; init; }

    /// <summary>Time in <c>waiting_for_retry</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? WaitingForRetry { get; init; }

    /// <summary>Time in <c>blocked_by_failures</c>.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? BlockedByFailures { get; init; }

    /// <summary>The whole life of a task.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>How long a step may wait in its queue while no live worker serves its namespace.</summary>
    [Range(typeof(TimeSpan), Least, Most)]
    public TimeSpan? WorkerUnavailable { get; init; }

    /// <summary>Whether a task that outlived its limit goes to error, where its template does not say. Default false: a person decides.</summary>
    public bool AutoFailOnTimeout { get; init; }

    /// <summary>Whether a task that outlived its limit is entered as a dead letter, where its template does not say. Default true.</summary>
    public bool AutoDlqOnTimeout { get; init; } = true;
}
