using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Leases;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Ends the attempts of a node whose lease ran out. Two nodes may do it at once: every end is fenced. A row that cannot be ended does
/// not keep the others from it.
/// </summary>
internal sealed partial class LeaseReaper(
    TaskerDataSource data, ResultProcessor results, OrchestrationStats stats, CrashPoints crash, EngineOptions options, ILogger<LeaseReaper> logger)
{
    private const int Page = 500;

    /// <summary>Takes what the node held.</summary>
    /// <returns>Attempts ended.</returns>
    public async Task<int> ReapAsync(int deadNode, CancellationToken ct)
    {
        var ended = 0;
        // What could not be ended is left out of the next page: a page of it would otherwise hide all others.
        var left = new List<StepId>();
        while (await AttemptReader.HeldByAsync(data.Engine, deadNode, left, Page, ct) is { Count: > 0 } attempts)
        {
            crash.Pass(CrashPoint.BeforeReap);
            ended += await EndAsync(deadNode, attempts, left, ct);
            crash.Pass(CrashPoint.AfterReap);
        }

        stats.CountReaped(ended);
        // A node with something left stays in sight, so that the next tick looks again.
        var retired = left.Count == 0 && await NodeStore.RetireAsync(data.Engine, deadNode, options.Lease, ct);
        if (ended > 0 || retired) LogReaped(logger, deadNode, ended);
        return ended;
    }

    private async Task<int> EndAsync(int deadNode, List<HeldAttempt> attempts, List<StepId> left, CancellationToken ct)
    {
        try
        {
            var ended = (await results.ProcessLostAsync(deadNode, attempts, ct)).Accepted.Count;
            // None: another node was faster.
            if (ended == 0) left.AddRange(attempts.Select(a => a.StepId));
            return ended;
        }
        catch (Exception e) when (attempts.Count > 1 && IsAboutARow(e, ct))
        {
            LogOneByOne(logger, e, deadNode);
        }
        catch (Exception e) when (IsAboutARow(e, ct))
        {
            LogStuck(logger, e, attempts[0].Step.StepNo, attempts[0].Step.TaskId.Value);
            left.Add(attempts[0].StepId);
            return 0;
        }

        var sum = 0;
        foreach (var attempt in attempts) sum += await EndAsync(deadNode, [attempt], left, ct);
        return sum;
    }

    // A lost connection says nothing about a row; whatever else goes wrong may be one row's fault.
    private static bool IsAboutARow(Exception e, CancellationToken ct) => !ct.IsCancellationRequested && !Transient.IsWorthRetrying(e);

    [LoggerMessage(3201, LogLevel.Warning, "Node {Node} is gone; {Count} attempts were taken over")]
    private static partial void LogReaped(ILogger logger, int node, int count);

    [LoggerMessage(3202, LogLevel.Warning, "Attempts of node {Node} could not be ended together; trying one by one")]
    private static partial void LogOneByOne(ILogger logger, Exception error, int node);

    [LoggerMessage(3203, LogLevel.Error, "Step {StepNo} of task {TaskId} cannot be taken over")]
    private static partial void LogStuck(ILogger logger, Exception error, int stepNo, Guid taskId);
}
