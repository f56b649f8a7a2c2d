using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Executes one attempt: gathers what the handler needs, runs it within its timeout, and says what came of it. A handler that yields is
/// executed again from its checkpoint.
/// </summary>
internal sealed partial class StepExecution(
    TaskerDataSource data, TemplateCatalog catalog, TaskMemories memories, HandlerInvoker invoker, HeldSteps held, WorkerStats stats, Places places,
    Checkpoints checkpoints, NodeLease lease, FlowOutcomes outcomes, CrashPoints crash, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<StepExecution>();

    /// <summary>Runs the attempt. Never throws for what a handler does.</summary>
    /// <returns>What came of it.</returns>
    public async Task<StepRun> ExecuteAsync(HeldStep attempt, CancellationToken ct)
    {
        var step = attempt.Claimed;
        if (!lease.IsTrusted || attempt.Token.IsCancellationRequested)
        {
            LogNotTrusted(_logger, step.TaskId.Value, step.StepNo, step.Attempt);
            return Drop(attempt);
        }

        crash.Pass(CrashPoint.BeforeHandler);
        attempt.StartedAt = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var transaction = new StepTransaction(data, clock);
        var outcome = await OutcomeAsync(attempt, transaction, ct);
        crash.Pass(CrashPoint.AfterHandler);
        var elapsed = clock.GetElapsedTime(started);
        places.Record(elapsed);
        if (outcome is StepOutcome.Yielded yielded)
        {
            if (await YieldAsync(attempt, transaction, yielded.Checkpoint, ct) is not { } failure) return StepRun.Again;
            outcome = failure;
        }

        stats.Latency.Record(elapsed);
        stats.Steps.Record(outcome is StepOutcome.Succeeded, elapsed);
        var isDropped = attempt.Token.IsCancellationRequested;
        if (outcome is StepOutcome.Succeeded && !isDropped && transaction.Transaction is not null) return new StepRun(new StepReport(step, outcome, elapsed, transaction));
        await transaction.DisposeAsync();
        if (!isDropped) return new StepRun(new StepReport(step, outcome, elapsed, null));
        stats.CountLeaseLost();
        LogDropped(_logger, step.TaskId.Value, step.StepNo, step.Attempt);
        return Drop(attempt);
    }

    // Should the attempt be this node's after all, the check of held steps finds it.
    private StepRun Drop(HeldStep attempt)
    {
        held.Remove(attempt.StepId, attempt.Attempt);
        outcomes.AnswerLost();
        return StepRun.Nothing;
    }

    /// <summary>Stores the checkpoint at which the handler yielded.</summary>
    /// <returns>What the attempt ends with in its place; null: it goes on.</returns>
    private async Task<StepOutcome?> YieldAsync(HeldStep attempt, StepTransaction transaction, NewCheckpoint checkpoint, CancellationToken ct)
    {
        try
        {
            if (Checkpoints.IsStandingStill(attempt.Claimed.Checkpoint, checkpoint))
            {
                return StepOutcome.PermanentFailure("the handler yielded where it had yielded before, without any progress", Retry.ErrorTypes.InvalidOutcome);
            }

            await checkpoints.SaveAsync(attempt, transaction, checkpoint, ct);
            await transaction.DisposeAsync();
            return null;
        }
        catch (StepFailedException e)
        {
            return StepOutcome.PermanentFailure(e.Message, e.ErrorType ?? Retry.ErrorTypes.Permanent);
        }
        catch (OperationCanceledException)
        {
            return StepOutcome.RetryableFailure("the worker is stopping", TimeSpan.Zero, Retry.ErrorTypes.WorkerLost);
        }
        catch (NpgsqlException e)
        {
            return CommitFailure.Of(e);
        }
    }

    private async Task<StepOutcome> OutcomeAsync(HeldStep attempt, StepTransaction transaction, CancellationToken ct)
    {
        var step = attempt.Claimed;
        try
        {
            var template = await catalog.GetAsync(step.TemplateId, ct);
            if (template is null || step.TemplateStepNo >= template.Steps.Count)
            {
                return StepOutcome.PermanentFailure($"template {step.TemplateId} has no step {step.TemplateStepNo}", Retry.ErrorTypes.Configuration);
            }

            var facts = template.Steps[step.TemplateStepNo];
            if (step.Context is { } input) memories.Put(step.TaskId, input, step.CorrelationId!.Value, step.TemplateId, step.Resets);
            var memory = await memories.GetAsync(step.TaskId, facts.Ancestors, ct);
            if (memory is null) return StepOutcome.PermanentFailure("the task is gone", Retry.ErrorTypes.State);
            var (results, failed) = await ResultsAsync(template, facts, step.TaskId, memory, ct);
            var logger = loggers.CreateLogger("Tasker.Step." + facts.Callable);
            var contextData = new StepContextData(
                attempt.StepId, facts.Name, template.Key, memory.CorrelationId, step.Attempt, step.Attempt - step.Forgiven, step.MaxAttempts, step.Retryable,
                facts.Type == StepType.BatchWorker ? memory.Context : step.Inputs ?? memory.Context, facts.ConfigJson, step.Inputs, step.Checkpoint, results,
                logger)
            {
                FailedBatches = failed,
            };
            var context = new StepContext(contextData, new StepLinks(
                transaction, (percent, text) => attempt.Said(percent, text, clock.GetUtcNow()),
                (checkpoint, token) => checkpoints.SaveAsync(attempt, transaction, checkpoint, token)));
            return await invoker.InvokeAsync(facts, context, run => transaction.Handler = run, attempt.Token, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Not the handler's fault: the template or the inputs could not be read. Worth another try.
            LogNotReadable(_logger, e, step.TaskId.Value, step.StepNo);
            return StepOutcome.RetryableFailure($"inputs could not be read: {e.GetType().Name}", errorType: Retry.ErrorTypes.State);
        }
        catch (OperationCanceledException)
        {
            return StepOutcome.RetryableFailure("the worker is stopping", TimeSpan.Zero, Retry.ErrorTypes.WorkerLost);
        }
    }

    private async ValueTask<(StepResults Results, IReadOnlyList<FailedBatch> Failed)> ResultsAsync(
        LoadedTemplate template, LoadedStep facts, TaskId task, TaskMemory memory, CancellationToken ct)
    {
        if (facts.Ancestors.Count == 0) return (StepResults.None, []);
        var results = new Dictionary<string, string>(facts.Ancestors.Count, StringComparer.Ordinal);
        foreach (var no in facts.Ancestors)
        {
            if (memory.Results.TryGetValue(no, out var result)) results[template.Steps[no].Name] = result;
        }

        var failed = new List<FailedBatch>();
        if (facts.BatchAncestors.Count == 0) return (new StepResults(results), failed);
        foreach (var copy in await AttemptReader.CopiesAsync(data.Engine, task, facts.BatchAncestors, ct))
        {
            if (copy.Failure is null) results[copy.Name] = copy.Json;
            else failed.Add(new FailedBatch(copy.Name, StepResults.JsonElementOf(copy.Json), StepResults.JsonElementOf(copy.Failure)));
        }

        return (new StepResults(results), failed);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was not started: this node's lease is not sure")]
    private static partial void LogNotTrusted(ILogger logger, Guid taskId, int stepNo, short attempt);

    [LoggerMessage(2003, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was no longer this node's when its handler ended; result dropped")]
    private static partial void LogDropped(ILogger logger, Guid taskId, int stepNo, short attempt);

    [LoggerMessage(2002, LogLevel.Error, "Inputs of step {StepNo} of task {TaskId} could not be read")]
    private static partial void LogNotReadable(ILogger logger, Exception error, Guid taskId, int stepNo);
}
