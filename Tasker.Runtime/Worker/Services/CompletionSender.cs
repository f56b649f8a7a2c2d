using Microsoft.Extensions.Logging;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Actors;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Brings an attempt's end to the orchestrator: in this process when it is here, through the queue otherwise. Only when that is
/// committed is the attempt over for this node, and only then do its events go out.
/// </summary>
internal sealed partial class CompletionSender(
    CommandProcessor orchestration, HandOverLane handOver, ClaimPolicy claims, HeldSteps held, TemplateCatalog catalog, WorkerOptions options,
    DomainEventActor events, WorkerStats stats, FlowOutcomes outcomes, CrashPoints crash, ILogger<CompletionSender> logger)
{
    /// <summary>Sends the end.</summary>
    /// <returns>False: the attempt was no longer this node's; the result was dropped.</returns>
    public async ValueTask<bool> SendAsync(StepReport report, CancellationToken ct)
    {
        var step = report.Step;
        ResultVerdict verdict;
        try
        {
            verdict = claims.IsLocal ? await orchestration.ProcessResultAsync(report, ct) : await HandOverAsync(report, ct);
        }
        finally
        {
            if (report.Transaction is not null) await report.Transaction.DisposeAsync();
            held.Remove(step.TaskId.Step(step.StepNo), step.Attempt);
        }

        if (!verdict.Accepted)
        {
            // If the attempt is still this node's after all (the lease had run out and came back), the check of held steps finds it.
            outcomes.AnswerLost();
            stats.CountLeaseLost();
            LogLeaseLost(logger, step.TaskId.Value, step.StepNo, step.Attempt);
            return false;
        }

        crash.Pass(CrashPoint.BeforeEvents);
        if (WithEvents(step.TemplateId, step.TemplateStepNo) is { } template) events.Dispatch(new DispatchEvents(template, report, verdict.Outcome));
        return true;
    }

    // The orchestrator may be elsewhere: what it will decide follows from the attempt alone, so the same decider says it here.
    private async Task<ResultVerdict> HandOverAsync(StepReport report, CancellationToken ct)
    {
        var storable = report with { Outcome = ResultDecision.Storable(report.Outcome, options.MaxResultBytes) };
        var accepted = await handOver.SendAsync(storable, ct);
        if (WithEvents(report.Step.TemplateId, report.Step.TemplateStepNo) is not { } template) return new ResultVerdict(accepted, default);
        var backoff = template.Steps[report.Step.TemplateStepNo].Backoff;
        var end = ResultDecision.Decide(report.Step, report.Outcome, report.Elapsed, backoff, options.MaxResultBytes, mayClaim: false, () => 0);
        return new ResultVerdict(accepted, end.Outcome);
    }

    private LoadedTemplate? WithEvents(int templateId, int stepNo) =>
        catalog.TryGet(templateId) is { } template && template.Steps[stepNo].Events.Count > 0 ? template : null;

    [LoggerMessage(2101, LogLevel.Warning, "Step {StepNo} of task {TaskId} lost its lease on attempt {Attempt}; result dropped")]
    private static partial void LogLeaseLost(ILogger logger, Guid taskId, int stepNo, short attempt);
}
