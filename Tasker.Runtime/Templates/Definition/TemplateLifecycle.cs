namespace Tasker.Runtime.Templates;

/// <summary>How long a task may stay in its states. A null length of time takes the system's setting.</summary>
public sealed record TemplateLifecycle
{
    /// <summary>The whole life of a task, 1 minute to 30 days.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Time in <c>waiting_for_dependencies</c>, 1 minute to 7 days.</summary>
    public TimeSpan? MaxWaitingForDependencies { get; init; }

    /// <summary>Time in <c>waiting_for_retry</c>, 1 minute to 7 days.</summary>
    public TimeSpan? MaxWaitingForRetry { get; init; }

    /// <summary>Time in <c>steps_in_process</c>, 1 minute to 7 days.</summary>
    public TimeSpan? MaxStepsInProcess { get; init; }

    /// <summary>What is done with a task that stayed too long in one state.</summary>
    public StalenessAction StalenessAction { get; init; } = StalenessAction.Dlq;

    /// <summary>Whether a task that outlives <see cref="MaxDuration"/> is failed; null takes the system's setting.</summary>
    public bool? AutoFailOnTimeout { get; init; }

    /// <summary>Whether a task that outlives <see cref="MaxDuration"/> gets a dead-letter entry; null takes the system's setting.</summary>
    public bool? AutoDlqOnTimeout { get; init; }

    /// <summary>What a step that failed for good means for the branches beside it.</summary>
    public FailurePolicy FailurePolicy { get; init; } = FailurePolicy.FinishBranches;

    /// <summary>
    /// How long a task blocked by failures waits for a person before it goes to <c>error</c>: zero (at once) to 30 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for ever. Null takes the system's setting.
    /// </summary>
    public TimeSpan? GiveUpAfter { get; init; }
}
