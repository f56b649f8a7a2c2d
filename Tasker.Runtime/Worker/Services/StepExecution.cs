using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>Executes one attempt: gathers what the handler needs, runs it within its timeout, and says what came of it.</summary>
internal sealed partial class StepExecution(
    TaskerDataSource data, TemplateCatalog catalog, TaskMemories memories, HandlerInvoker invoker, HeldSteps held, WorkerStats stats, Places places,
    NodeLease lease, FlowOutcomes outcomes, CrashPoints crash, TimeProvider clock, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<StepExecution>();

    /// <summary>Runs the attempt. Never throws for what a handler does.</summary>
    /// <returns>What came of it; null when the attempt is no longer this node's to run.</returns>
    public async Task<StepReport?> ExecuteAsync(HeldStep attempt, CancellationToken ct)
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
        stats.Latency.Record(elapsed);
        stats.Steps.Record(outcome is StepOutcome.Succeeded, elapsed);
        var isDropped = attempt.Token.IsCancellationRequested;
        if (outcome is StepOutcome.Succeeded && !isDropped && transaction.Transaction is not null) return new StepReport(step, outcome, elapsed, transaction);
        await transaction.DisposeAsync();
        if (!isDropped) return new StepReport(step, outcome, elapsed, null);
        stats.CountLeaseLost();
        LogDropped(_logger, step.TaskId.Value, step.StepNo, step.Attempt);
        return Drop(attempt);
    }

    // Should the attempt be this node's after all, the check of held steps finds it.
    private StepReport? Drop(HeldStep attempt)
    {
        held.Remove(attempt.StepId, attempt.Attempt);
        outcomes.AnswerLost();
        return null;
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
            var logger = loggers.CreateLogger("Tasker.Step." + facts.Callable);
            var contextData = new StepContextData(
                attempt.StepId, facts.Name, template.Key, memory.CorrelationId, step.Attempt, step.Attempt - step.Forgiven, step.MaxAttempts, step.Retryable,
                facts.Type == StepType.BatchWorker ? memory.Context : step.Inputs ?? memory.Context, facts.ConfigJson, step.Inputs, step.Checkpoint, await ResultsAsync(template, facts, step.TaskId, memory, ct), logger);
            var context = new StepContext(contextData, transaction, (percent, text) => attempt.Progress = (percent, text));
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

    private async ValueTask<StepResults> ResultsAsync(LoadedTemplate template, LoadedStep facts, TaskId task, TaskMemory memory, CancellationToken ct)
    {
        if (facts.Ancestors.Count == 0) return StepResults.None;
        var results = new Dictionary<string, string>(facts.Ancestors.Count, StringComparer.Ordinal);
        foreach (var no in facts.Ancestors)
        {
            if (memory.Results.TryGetValue(no, out var result)) results[template.Steps[no].Name] = result;
        }

        if (facts.BatchAncestors.Count > 0)
        {
            foreach (var (name, result) in await AttemptReader.CopiesAsync(data.Engine, task, facts.BatchAncestors, ct)) results[name] = result;
        }

        return new StepResults(results);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was not started: this node's lease is not sure")]
    private static partial void LogNotTrusted(ILogger logger, Guid taskId, int stepNo, short attempt);

    [LoggerMessage(2003, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was no longer this node's when its handler ended; result dropped")]
    private static partial void LogDropped(ILogger logger, Guid taskId, int stepNo, short attempt);

    [LoggerMessage(2002, LogLevel.Error, "Inputs of step {StepNo} of task {TaskId} could not be read")]
    private static partial void LogNotReadable(ILogger logger, Exception error, Guid taskId, int stepNo);
}
