using System.Text;
using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Identity;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Runs a task that has ended or is blocked again as a new task, of the same template version and on the same input unless another is given.
/// Both know of each other. The old task stays as it is. The new one has no identity, so it never counts as a duplicate.
/// </summary>
public sealed class RerunTask
{
    private readonly RerunWriter _writer;
    private readonly TaskReads _tasks;
    private readonly TemplateCatalog _catalog;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal RerunTask(RerunWriter writer, TaskReads tasks, TemplateCatalog catalog, IEngineSignals signals, TimeProvider clock) =>
        (_writer, _tasks, _catalog, _signals, _clock) = (writer, tasks, catalog, signals, clock);

    /// <summary>Does it, unless the state is not the expected one or the task is under way.</summary>
    /// <param name="request">The task, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome with the new task; all but an invalid request and an unknown task is recorded with its actor and reason.</returns>
    public async Task<RerunResult> HandleAsync(RerunTaskRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return Refused(new(problem));
        if (request.ContextJson is { } json && await MisfitAsync(request.TaskId, json, ct) is { } misfit) return Refused(misfit);
        var now = _clock.GetUtcNow();
        var result = await _writer.ApplyAsync(
            new RerunAct
            {
                CommandId = Guid.CreateVersion7(now),
                TaskId = request.TaskId,
                NewTaskId = TaskId.New(_clock),
                CorrelationId = Guid.CreateVersion7(now),
                RequestedAt = now,
                Actor = request.Actor,
                Reason = request.Reason,
                Context = request.ContextJson,
                Expected = request.ExpectedState,
                IdempotencyKey = request.IdempotencyKey,
            },
            ct);
        if (result.Queued.Count > 0) _signals.WorkQueued(result.Queued);
        if (result.Outcome is OperatorOutcome.Applied) _signals.Changed();
        return result;
    }

    private static RerunResult Refused(OperatorOutcome.Refused refusal) => new(refusal, null, []);

    private async Task<OperatorOutcome.Refused?> MisfitAsync(TaskId task, string json, CancellationToken ct)
    {
        if (JsonLimits.Check(Encoding.UTF8.GetBytes(json), JsonRoot.Object) is [var limit, ..]) return new($"the input at {limit.Path} {limit.Message}");
        if (await _tasks.GetStateAsync(task, ct) is not { } state || await _catalog.GetAsync(state.TemplateId, ct) is not { } template) return null;
        return SchemaProblems.Find("the input", "the template's input_schema", template.ContextSchema, json);
    }
}
