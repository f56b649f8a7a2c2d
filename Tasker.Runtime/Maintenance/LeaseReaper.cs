using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Leases;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Ends the attempts of a node whose lease ran out. Two nodes may do it at once: every end is fenced. A row that cannot be ended does
/// not keep the others from it.
/// </summary>
internal sealed partial class LeaseReaper(TaskerDataSource data, ResultProcessor results, OrchestrationStats stats, ILogger<LeaseReaper> logger)
{
    private const int Page = 500;

    /// <summary>Takes what the node held.</summary>
    /// <returns>Attempts ended.</returns>
    public async Task<int> ReapAsync(int deadNode, CancellationToken ct)
    {
        var ended = 0;
        while (true)
        {
            var attempts = await AttemptReader.HeldByAsync(data.Engine, deadNode, Page, ct);
            var now = await EndAsync(deadNode, attempts, ct);
            ended += now;
            if (attempts.Count == 0) break;
            // Nothing could be ended: leave the node in sight, so that the next tick tries again.
            if (now == 0) return ended;
        }

        await NodeStore.RetireAsync(data.Engine, deadNode, ct);
        stats.CountReaped(ended);
        LogReaped(logger, deadNode, ended);
        return ended;
    }

    private async Task<int> EndAsync(int deadNode, List<HeldAttempt> attempts, CancellationToken ct)
    {
        if (attempts.Count == 0) return 0;
        try
        {
            return (await results.ProcessLostAsync(deadNode, attempts, ct)).Accepted.Count;
        }
        catch (Npgsql.PostgresException e) when (attempts.Count > 1)
        {
            LogOneByOne(logger, e, deadNode);
        }

        var ended = 0;
        foreach (var attempt in attempts)
        {
            try
            {
                ended += (await results.ProcessLostAsync(deadNode, [attempt], ct)).Accepted.Count;
            }
            catch (Npgsql.PostgresException e)
            {
                LogStuck(logger, e, attempt.Step.StepNo, attempt.Step.TaskId.Value);
            }
        }

        return ended;
    }

    [LoggerMessage(3201, LogLevel.Warning, "Node {Node} is gone; {Count} attempts were taken over")]
    private static partial void LogReaped(ILogger logger, int node, int count);

    [LoggerMessage(3202, LogLevel.Warning, "Attempts of node {Node} could not be ended together; trying one by one")]
    private static partial void LogOneByOne(ILogger logger, Exception error, int node);

    [LoggerMessage(3203, LogLevel.Error, "Step {StepNo} of task {TaskId} cannot be taken over")]
    private static partial void LogStuck(ILogger logger, Exception error, int stepNo, Guid taskId);
}
