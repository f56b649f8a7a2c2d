using Microsoft.Extensions.Logging;
using Tasker.Runtime.Orchestration;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Brings an attempt's end to the orchestrator: in this process when it is here, through the queue otherwise. Only when that is
/// committed is the attempt over for this node, and only then may events go out.
/// </summary>
internal sealed partial class CompletionSender(
    CommandProcessor orchestration, HandOverLane handOver, ClaimPolicy claims, HeldSteps held, WorkerStats stats, ILogger<CompletionSender> logger)
{
    /// <summary>Sends the end.</summary>
    /// <returns>False: the attempt was no longer this node's; the result was dropped.</returns>
    public async ValueTask<bool> SendAsync(StepReport report, CancellationToken ct)
    {
        var step = report.Step;
        try
        {
            var accepted = claims.IsLocal ? await orchestration.ProcessResultAsync(report, ct) : await handOver.SendAsync(report, ct);
            if (accepted) return true;
            stats.CountLeaseLost();
            LogLeaseLost(logger, step.TaskId.Value, step.StepNo, step.Attempt);
            return false;
        }
        finally
        {
            if (report.Transaction is not null) await report.Transaction.DisposeAsync();
            held.Remove(step.TaskId.Step(step.StepNo), step.Attempt);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "Step {StepNo} of task {TaskId} lost its lease on attempt {Attempt}; result dropped")]
    private static partial void LogLeaseLost(ILogger logger, Guid taskId, int stepNo, short attempt);
}
