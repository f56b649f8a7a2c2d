using Microsoft.Extensions.Options;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about batches and about work that does not get on.</summary>
public sealed class BatchBrowser(BatchReads batches, TaskReads tasks, IOptions<EngineOptions> options)
{
    private const int MostStalled = 200;
    private const int MostRanges = 1000;

    /// <summary>The batches of a task; null when there is no such task.</summary>
    public async Task<IReadOnlyList<BatchItem>?> OfTaskAsync(TaskId task, CancellationToken ct) =>
        await tasks.GetManyAsync([task], ct) is [_] ? await batches.OfTaskAsync(task, ct) : null;

    /// <summary>Ranges of the task's batches that were set aside, at most 1,000: a batch has no more workers.</summary>
    public Task<IReadOnlyList<IsolatedRange>> IsolatedAsync(TaskId task, CancellationToken ct) => batches.IsolatedAsync(task, MostRanges, ct);

    /// <summary>Running steps without progress for <see cref="EngineOptions.StallAfter"/>, the longest first, at most 200.</summary>
    public Task<IReadOnlyList<StalledStep>> StalledAsync(CancellationToken ct) => batches.StalledAsync(options.Value.StallAfter, MostStalled, ct);

    /// <summary>How far a step has come; null when there is no such step.</summary>
    public Task<StepSigns?> OfStepAsync(StepId step, CancellationToken ct) => batches.OfStepAsync(step, options.Value.StallAfter, ct);
}
