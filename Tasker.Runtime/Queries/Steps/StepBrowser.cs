using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about one step.</summary>
public sealed class StepBrowser(
    TaskReads tasks, StepReads steps, HistoryReads history, WaitReads waits, ReplacedPayloadReads replaced, TemplateCatalog catalog, TimeProvider clock)
{
    private const int MostParents = 1_000;
    private const int MostChildren = 200;
    private const int MostRows = 200;
    private const int MostReplaced = 20;

    /// <summary>One step; null when there is none.</summary>
    public async Task<StepDetail?> GetAsync(StepId step, CancellationToken ct)
    {
        if (step.StepNo < 0 || await tasks.GetManyAsync([step.Task], ct) is not [var task]) return null;
        if (await steps.ListAsync(step.Task, step.StepNo, step.StepNo, 1, ct) is not [var item]) return null;
        var payloads = await steps.GetPayloadsAsync(step, ct);
        var parents = await steps.ParentsAsync(step, MostParents, ct);
        var children = await steps.ChildrenAsync(step, MostChildren, ct);
        item = item.Typed(await catalog.GetAsync(task.TemplateId, ct));
        return new StepDetail(
            step.Task, task.State, task.Namespace, task.Template, task.Version, item, payloads ?? new StepPayloads(null, null, null, null),
            parents, children, item.Waits == 0, RetryEligibility.MayAttempt(item.Attempts, item.MaxAttempts, item.Retryable), IsReady(item))
        {
            Replaced = await replaced.OfAsync(step, MostReplaced, ct),
        };
    }

    /// <summary>Why it is not running, what has to be cleared first on top; empty when there is no such step.</summary>
    public Task<IReadOnlyList<WaitCause>> WhyAsync(StepId step, CancellationToken ct) =>
        step.StepNo < 0 ? Task.FromResult<IReadOnlyList<WaitCause>>([]) : waits.WhyAsync(step, ct);

    /// <summary>Its executions, first one first, at most 200.</summary>
    public Task<IReadOnlyList<AttemptItem>> AttemptsAsync(StepId step, CancellationToken ct) =>
        history.AttemptsAsync(step.Task, step.StepNo, MostRows, ct);

    /// <summary>Its moves, newest first.</summary>
    public Task<KeysetPage<TransitionItem>> TransitionsAsync(StepId step, PageRequest page, CancellationToken ct) =>
        HistoryPages.ReadAsync(history, step.Task, step.StepNo, page, ct);

    /// <summary>Its results that reached the orchestrator, newest first, at most 200.</summary>
    public Task<IReadOnlyList<StepAuditItem>> AuditAsync(StepId step, CancellationToken ct) => history.AuditAsync(step, MostRows, ct);

    private bool IsReady(StepListItem step)
    {
        if (!StateNames.TryParseStep(step.State, out var state)) throw new InvalidOperationException($"step {step.StepId} has unknown state {step.State}");
        var facts = new ReadinessFacts(state, step.Waits, step.Attempts, step.MaxAttempts, step.Retryable, step.RetryAt);
        return ReadinessRule.Evaluate(facts, clock.GetUtcNow()) == StepReadiness.Ready;
    }
}
