using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>
/// Carries out plans: locks the task, plans from what exists, writes steps and end in the same transaction. In a transaction of the
/// caller it neither commits nor rolls back; in one of its own it repeats what a lost connection or a deadlock undid.
/// </summary>
internal sealed partial class TaskGrower(
    TaskerDataSource data, NodeLease lease, Places places, FlowOutcomes outcomes, CrashPoints crash, TimeProvider clock,
    ILogger<TaskGrower> logger)
{
    private const int MaxTries = 5;

    public async Task<GrowthOutcome> GrowAsync(GrowthRequest request, Func<IReadOnlyList<ExistingStep>, GrowthPlan> plan, CancellationToken ct)
    {
        if (request.Open is { } open) return await ApplyAsync(open, request, plan, places: null, ct);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InOwnTransactionAsync(request, plan, ct);
            }
            catch (Exception e) when (attempt < MaxTries && Transient.IsWorthRetrying(e))
            {
                outcomes.AnswerLost();
                LogRetry(logger, request.Step.TaskId.Value, attempt, e.GetType().Name, (e as PostgresException)?.SqlState);
                await Task.Delay(TimeSpan.FromMilliseconds(20 << attempt), clock, ct);
            }
        }
    }

    private async Task<GrowthOutcome> InOwnTransactionAsync(
        GrowthRequest request, Func<IReadOnlyList<ExistingStep>, GrowthPlan> plan, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var reserved = 0;
        try
        {
            var outcome = await ApplyAsync(connection, request, plan, wanted => reserved = places.Reserve(wanted), ct);
            if (outcome.Flow.Accepted.Count == 0) return outcome;
            crash.Pass(CrashPoint.BeforeGrowth);
            await transaction.CommitAsync(ct);
            places.Release(reserved - outcome.Flow.Claimed.Count);
            reserved = 0;
            outcomes.Committed(outcome.Flow, [], [request.End]);
            return outcome;
        }
        finally
        {
            if (reserved > 0) places.Release(reserved);
        }
    }

    /// <param name="request">The result.</param>
    /// <param name="plan">Plans from the steps that exist.</param>
    /// <param name="places">Reserves places of the worker for what becomes ready; null: everything goes through the queue.</param>
    /// <param name="connection">With an open transaction.</param>
    /// <param name="ct">Cancels.</param>
    private async Task<GrowthOutcome> ApplyAsync(
        NpgsqlConnection connection, GrowthRequest request, Func<IReadOnlyList<ExistingStep>, GrowthPlan> plan, Func<int, int>? places, CancellationToken ct)
    {
        var end = request.End;
        await GrowthWriter.LockAsync(connection, [end.TaskId], ct);
        var planned = plan(await GrowthWriter.ReadStepsAsync(connection, end.TaskId, ct));
        if (planned.Problem is { } problem) return new GrowthOutcome(new FlowResult(), problem);
        if (planned.Warning is { } warning) LogNearLimit(logger, end.TaskId.Value, warning);
        if (request.HandedOver)
        {
            return new GrowthOutcome(await GrowthWriter.AcceptWithNewStepsAsync(connection, lease.Node, end, planned.Growth, ct), null);
        }

        var children = request.Template.Steps[request.Step.TemplateStepNo].SuccessorCount + planned.Growth.Steps.Count;
        var free = places is not null && end.MayClaim && lease.IsTrusted ? places(children) : 0;
        var own = places is null ? end with { MayClaim = false } : end;
        var flow = await GrowthWriter.AdvanceWithNewStepsAsync(connection, lease.Node, own, planned.Growth, free, ct);
        return new GrowthOutcome(flow, null);
    }

    [LoggerMessage(1511, LogLevel.Warning, "Task {TaskId}: {Warning}")]
    private static partial void LogNearLimit(ILogger logger, Guid taskId, string warning);

    [LoggerMessage(1512, LogLevel.Warning, "Adding steps to task {TaskId} is repeated (try {Attempt}): {Error} {SqlState}")]
    private static partial void LogRetry(ILogger logger, Guid taskId, int attempt, string error, string? sqlState);
}
