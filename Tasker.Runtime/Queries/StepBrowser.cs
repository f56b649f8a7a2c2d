using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about one step.</summary>
public sealed class StepBrowser
{
    /// <summary>One step; null when there is none.</summary>
    public Task<StepDetail?> GetAsync(StepId step, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Its executions, first one first, at most 200.</summary>
    public Task<IReadOnlyList<AttemptItem>> AttemptsAsync(StepId step, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Its moves, newest first.</summary>
    public Task<KeysetPage<TransitionItem>> TransitionsAsync(StepId step, PageRequest page, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>Its results that reached the orchestrator, newest first, at most 200.</summary>
    public Task<IReadOnlyList<StepAuditItem>> AuditAsync(StepId step, CancellationToken ct) => throw new NotSupportedException();
}
