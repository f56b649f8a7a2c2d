namespace Tasker.Runtime.Templates;

/// <summary>How a batch is cut and worked off.</summary>
public sealed record BatchConfig
{
    /// <summary>Items of one batch, 1 to 100,000.</summary>
    public int BatchSize { get; init; } = 1000;

    /// <summary>Workers that run at the same time, 1 to 1,000.</summary>
    public int Parallelism { get; init; } = 10;

    /// <summary>The field by which the data is cut.</summary>
    public string CursorField { get; init; } = "id";

    /// <summary>The <see cref="StepType.BatchWorker"/> step that the workers are copies of; null takes the only one that depends on the step.</summary>
    public string? WorkerTemplate { get; init; }

    /// <summary>What a failed worker means for the others.</summary>
    public BatchFailureStrategy FailureStrategy { get; init; } = BatchFailureStrategy.ContinueOnFailure;
}
