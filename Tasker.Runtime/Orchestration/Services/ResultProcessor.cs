using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Takes results: decides what each means and advances its task, in one commit with whatever else is waiting.</summary>
internal sealed class ResultProcessor(
    TaskerDataSource data, TemplateCatalog catalog, FlowLanes lanes, FlowOutcomes outcomes, ClaimPolicy claims, NodeLease lease, WorkerOptions options,
    OrchestrationStats stats, Func<double> jitter)
{
    /// <summary>A result of this node's own worker.</summary>
    /// <returns>False: the attempt was no longer this node's, the result changed nothing.</returns>
    public async ValueTask<bool> ProcessAsync(StepReport report, CancellationToken ct)
    {
        var template = await catalog.GetAsync(report.Step.TemplateId, ct);
        var end = Decide(template, report.Step, report.Outcome, report.Elapsed);
        var accepted = report.Transaction is { Transaction: not null } transaction
            ? await CommitWithHandlerAsync(transaction, end, ct)
            : await lanes.EndAsync(end, Successors(template, report.Step.TemplateStepNo), ct);
        stats.CountResult(accepted);
        return accepted;
    }

    /// <summary>Results from the queue: taken, decided and accepted in one transaction.</summary>
    /// <returns>How many were taken.</returns>
    public async ValueTask<int> ProcessHandedOverAsync(int most, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var taken = await AttemptReader.TakeHandedOverAsync(connection, most, ct);
        var ends = new List<StepEnd>(taken.Count);
        foreach (var (step, state, failure) in taken)
        {
            var outcome = state == StepState.EnqueuedForOrchestration
                ? StepOutcome.Success()
                : new StepOutcome.Failed(FailureJson.Read(failure));
            ends.Add(Decide(await catalog.GetAsync(step.TemplateId, ct), step, outcome, TimeSpan.Zero));
        }

        var result = ends.Count == 0 ? new FlowResult() : await FlowWriter.AcceptAsync(connection, lease.Node, ends, ct);
        await transaction.CommitAsync(ct);
        outcomes.Committed(result);
        foreach (var end in ends) stats.CountResult(result.Accepted.Contains(end.TaskId.Step(end.StepNo)));
        return taken.Count;
    }

    /// <summary>Attempts of a node that is gone: ended as lost, which counts as an attempt and is retried at once if the step may.</summary>
    public async Task<FlowResult> ProcessLostAsync(int deadNode, IReadOnlyList<HeldAttempt> attempts, CancellationToken ct)
    {
        var ends = new List<StepEnd>(attempts.Count);
        foreach (var attempt in attempts)
        {
            var outcome = new StepOutcome.Failed(new StepFailure
            {
                Message = $"the lease of node {deadNode} ran out; how far the attempt came is not known", ErrorType = ErrorTypes.WorkerLost,
            });
            ends.Add(Decide(await catalog.GetAsync(attempt.Step.TemplateId, ct), attempt.Step, outcome, TimeSpan.Zero));
        }

        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        var result = await FlowWriter.EndForDeadNodeAsync(connection, lease.Node, deadNode, ends, ct);
        outcomes.Committed(result);
        return result;
    }

    private StepEnd Decide(LoadedTemplate? template, ClaimedStep step, StepOutcome outcome, TimeSpan elapsed) => ResultDecision.Decide(
        step, outcome, elapsed, template?.Steps[step.TemplateStepNo].Backoff, options.MaxResultBytes,
        template is not null && claims.MayClaim(template.Namespace), jitter);

    private static int Successors(LoadedTemplate? template, int stepNo) => template?.Steps[stepNo].SuccessorCount ?? 1;

    private async Task<bool> CommitWithHandlerAsync(StepTransaction transaction, StepEnd end, CancellationToken ct)
    {
        try
        {
            var result = await FlowWriter.WriteAsync(transaction.Connection!, lease.Node, [], [end with { MayClaim = false }], 0, ct);
            if (!result.Accepted.Contains(end.TaskId.Step(end.StepNo)))
            {
                await transaction.Transaction!.RollbackAsync(ct);
                return false;
            }

            await transaction.Transaction!.CommitAsync(ct);
            outcomes.Committed(result, [], [end]);
            return true;
        }
        catch (NpgsqlException)
        {
            // Whether the commit happened is not known. If it did, the attempt is over; if not, it is still leased to this node: the
            // check for unknown attempts finds out and runs it again.
            outcomes.AnswerLost();
            throw;
        }
    }
}
