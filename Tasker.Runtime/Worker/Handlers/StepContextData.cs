using Microsoft.Extensions.Logging;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>The raw material of a <see cref="StepContext"/>; JSON stays text until a handler asks for it.</summary>
internal sealed record StepContextData(
    StepId StepId, string StepName, string Template, Guid CorrelationId, int Execution, int Attempt, int MaxAttempts, bool Retryable,
    string ContextJson, string? ConfigJson, string? InputsJson, string? CheckpointJson, StepResults Results, ILogger Logger)
{
    /// <summary>Failed workers of batches among the ancestors.</summary>
    public IReadOnlyList<FailedBatch> FailedBatches { get; init; } = [];
}
