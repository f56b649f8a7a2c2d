using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Events;
using Tasker.Runtime.Events.Outbox;
using Tasker.Runtime.Orchestration.Actors;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Retry;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>
/// Takes results: decides what each means and advances its task, in one commit with whatever else is waiting. Successes of decisions
/// and batches go to their actors, which add steps in the same commit; one that cannot be carried out becomes a failure.
/// </summary>
internal sealed class ResultProcessor(
    TaskerDataSource data, TemplateCatalog catalog, FlowLanes lanes, FlowOutcomes outcomes, ClaimPolicy claims, NodeLease lease, WorkerOptions options,
    DecisionPointActor decisions, BatchActor batches, HandlerCommit handlers, EventOutbox outbox, OrchestrationStats stats, CrashPoints crash, Func<double> jitter)
{
    /// <summary>A result of this node's own worker.</summary>
    public async ValueTask<ResultVerdict> ProcessAsync(StepReport report, CancellationToken ct)
    {
        var template = await catalog.GetAsync(report.Step.TemplateId, ct);
        var end = Decide(template, report.Step, report.Outcome, report.Elapsed);
        var own = report.Transaction;
        if (own is not null && end.Outcome != StepState.Complete)
        {
            // The handler succeeded, but its result cannot be stored: what it wrote goes as well.
            await own.DisposeAsync();
            own = null;
        }

        var verdict = end.Outcome == StepState.Complete && Grows(template, report.Step)
            ? await GrowAsync(new GrowthRequest(template!, report.Step, end, end.Result!, own?.Connection), own, ct)
            : await EndAsync(template, report, end, own, ct);
        if (verdict.Accepted && IsBatchWorker(template, report.Step))
        {
            outcomes.BatchMoved([template!.TemplateId], verdict.Outcome == StepState.Error ? [report.Step.TaskId] : []);
        }

        stats.CountResult(verdict.Accepted);
        return verdict;
    }

    /// <summary>Results from the queue: taken, decided and accepted in one transaction.</summary>
    /// <returns>How many messages were taken.</returns>
    public async ValueTask<int> ProcessHandedOverAsync(int most, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (messages, taken) = await AttemptReader.TakeHandedOverAsync(connection, most, ct);
        var ends = new List<StepEnd>(taken.Count);
        var growing = new List<GrowthRequest>();
        var (batched, broken) = (new HashSet<int>(), new HashSet<TaskId>());
        foreach (var (step, state, failure) in taken)
        {
            var template = await catalog.GetAsync(step.TemplateId, ct);
            var success = state == StepState.EnqueuedForOrchestration;
            var outcome = success ? StepOutcome.Success() : new StepOutcome.Failed(FailureJson.Read(failure));
            var end = Decide(template, step, outcome, TimeSpan.Zero);
            if (IsBatchWorker(template, step))
            {
                batched.Add(step.TemplateId);
                if (end.Outcome == StepState.Error) broken.Add(step.TaskId);
            }

            if (success && Grows(template, step)) growing.Add(new GrowthRequest(template!, step, end, "", connection, HandedOver: true));
            else ends.Add(end);
        }

        // The messages are gone with this transaction, so no result may be lost to somebody who moves its task at the same moment. All
        // tasks are locked at once: one after another could meet another node's page in another order.
        await GrowthWriter.LockAsync(connection, taken.Select(t => t.Step.TaskId), ct);
        var results = new List<FlowResult>(1 + growing.Count);
        if (ends.Count > 0) results.Add(await FlowWriter.AcceptAsync(connection, lease.Node, ends, ct));
        foreach (var request in growing) results.Add(await AcceptGrowthAsync(connection, request, ct));
        crash.Pass(CrashPoint.BeforeAccept);
        await transaction.CommitAsync(ct);
        crash.Pass(CrashPoint.AfterAccept);
        if (ends.Exists(e => e.Outcome == StepState.WaitingForRetry)) outcomes.RetryAhead();
        foreach (var result in results) outcomes.Committed(result);
        outcomes.BatchMoved(batched, broken);
        // Every end of the page: those that were not accepted have written no events, and nothing is found for them.
        foreach (var end in ends.Concat(growing.Select(g => g.End))) outbox.Due(end.Events.Select(e => e.EventId));
        foreach (var (step, _, _) in taken) stats.CountResult(results.Exists(r => r.Accepted.Contains(step.TaskId.Step(step.StepNo))));
        return messages;
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
        var batched = attempts.Select(a => a.Step).Where(s => IsBatchWorker(catalog.TryGet(s.TemplateId), s)).ToList();
        outcomes.BatchMoved(
            [.. batched.Select(s => s.TemplateId).Distinct()],
            [.. ends.Where(e => e.Outcome == StepState.Error && batched.Exists(b => b.TaskId == e.TaskId)).Select(e => e.TaskId).Distinct()]);
        foreach (var end in ends.Where(e => result.Accepted.Contains(e.TaskId.Step(e.StepNo)))) outbox.Due(end.Events.Select(e => e.EventId));
        if (ends.Exists(e => e.Outcome == StepState.WaitingForRetry)) outcomes.RetryAhead();
        return result;
    }

    private static bool Grows(LoadedTemplate? template, ClaimedStep step) =>
        template?.Steps[step.TemplateStepNo].Type is StepType.Decision or StepType.Batchable;

    private static bool IsBatchWorker(LoadedTemplate? template, ClaimedStep step) => template?.Steps[step.TemplateStepNo].Type == StepType.BatchWorker;

    private static int Successors(LoadedTemplate? template, int stepNo) => template?.Steps[stepNo].SuccessorCount ?? 1;

    private StepEnd Decide(LoadedTemplate? template, ClaimedStep step, StepOutcome outcome, TimeSpan elapsed)
    {
        var storable = ResultDecision.Storable(outcome, options.MaxResultBytes);
        var end = ResultDecision.Decide(
            step, storable, elapsed, template?.Steps[step.TemplateStepNo].Backoff, options.MaxResultBytes,
            template is not null && claims.MayClaim(template.Namespace), jitter);
        return template is null || template.Steps[step.TemplateStepNo].Events.Count == 0
            ? end
            : end with { Events = EventPayloads.Durable(template, step, storable, end) };
    }

    private StepEnd Refuse(GrowthRequest request, string problem) => Decide(
        request.Template, request.Step, StepOutcome.PermanentFailure(problem, ErrorTypes.InvalidOutcome), request.End.Elapsed);

    private Task<GrowthOutcome> ProcessAsync(GrowthRequest request, CancellationToken ct) =>
        request.Template.Steps[request.Step.TemplateStepNo].Type == StepType.Decision
            ? decisions.AskAsync<ProcessDecisionPoint, GrowthOutcome>(new ProcessDecisionPoint(request), ct)
            : batches.AskAsync<ProcessBatch, GrowthOutcome>(new ProcessBatch(request), ct);

    private async Task<ResultVerdict> GrowAsync(GrowthRequest request, StepTransaction? own, CancellationToken ct)
    {
        StepOutcome? failure = null;
        GrowthOutcome? grown = null;
        try
        {
            if (own is null) grown = await ProcessAsync(request, ct);
            else (grown, failure) = await GrowWithHandlerAsync(request, own, ct);
        }
        catch (NpgsqlException e)
        {
            outcomes.AnswerLost();
            failure = CommitFailure.Of(e);
        }

        if (failure is not null) return await FailAsync(request.Template, request.Step, request.End.Elapsed, failure, ct);
        if (grown!.Refusal is not { } problem) return new ResultVerdict(grown.Flow.Accepted.Count > 0, request.End.Outcome);
        var end = Refuse(request, problem);
        return new ResultVerdict(await lanes.EndAsync(end, 0, ct), end.Outcome);
    }

    private async Task<(GrowthOutcome? Grown, StepOutcome? Failure)> GrowWithHandlerAsync(GrowthRequest request, StepTransaction own, CancellationToken ct)
    {
        GrowthOutcome? grown = null;
        var (committed, failure) = await handlers.RunAsync(own, async _ => (grown = await ProcessAsync(request, ct)).Flow.Accepted.Count > 0);
        if (committed) outcomes.Committed(grown!.Flow, [], [request.End]);
        return (grown, failure);
    }

    /// <summary>In the page's transaction, with the task locked: whether the result is still to be accepted cannot change any more.</summary>
    private async Task<FlowResult> AcceptGrowthAsync(NpgsqlConnection connection, GrowthRequest request, CancellationToken ct)
    {
        var step = request.Step;
        if (await GrowthWriter.ReadHandedOverAsync(connection, step.TaskId, step.StepNo, step.Attempt, ct) is not { } result) return new FlowResult();
        var grown = await ProcessAsync(request with { ResultJson = result }, ct);
        return grown.Refusal is { } problem
            ? await GrowthWriter.AcceptWithNewStepsAsync(connection, lease.Node, Refuse(request, problem), Data.Flow.Growth.None, ct)
            : grown.Flow;
    }

    private async Task<ResultVerdict> EndAsync(LoadedTemplate? template, StepReport report, StepEnd end, StepTransaction? own, CancellationToken ct)
    {
        if (own is null) return await EndAloneAsync(template, report, end, ct);
        FlowResult? flow = null;
        var (committed, failure) = await handlers.RunAsync(own, async connection =>
        {
            // Locked first, because a handler's transaction cannot try again when somebody moves the task at the same moment.
            await GrowthWriter.LockAsync(connection, [end.TaskId], CancellationToken.None);
            flow = await FlowWriter.WriteAsync(connection, lease.Node, [], [end with { MayClaim = false }], 0, CancellationToken.None);
            return flow.Accepted.Count > 0;
        });
        if (failure is not null) return await FailAsync(template, report.Step, report.Elapsed, failure, ct);
        if (committed) outcomes.Committed(flow!, [], [end]);
        return new ResultVerdict(committed, end.Outcome);
    }

    private async Task<ResultVerdict> EndAloneAsync(LoadedTemplate? template, StepReport report, StepEnd end, CancellationToken ct)
    {
        try
        {
            return new ResultVerdict(await lanes.EndAsync(end, Successors(template, report.Step.TemplateStepNo), ct), end.Outcome);
        }
        catch (PostgresException e) when (end.Outcome == StepState.Complete && !Transient.IsWorthRetrying(e))
        {
            // The database will not take this end, ever: left as it is, the attempt would run again and again.
            return await FailAsync(template, report.Step, report.Elapsed, CommitFailure.Of(e), ct);
        }
    }

    private async Task<ResultVerdict> FailAsync(LoadedTemplate? template, ClaimedStep step, TimeSpan elapsed, StepOutcome failure, CancellationToken ct)
    {
        var end = Decide(template, step, failure, elapsed);
        return new ResultVerdict(await lanes.EndAsync(end, 0, ct), end.Outcome);
    }
}
