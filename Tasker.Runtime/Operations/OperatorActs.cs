using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>What all acts share: apply, then tell the engine of this process.</summary>
internal sealed class OperatorActs(OperatorWriter writer, IEngineSignals signals, TimeProvider clock)
{
    public Task<OperatorOutcome> ApplyAsync(OperatorAct act, StepActRequest request, CancellationToken ct) => ApplyAsync(act, request, null, ct);

    /// <param name="act">The act.</param>
    /// <param name="request">Who asks for it, for which step.</param>
    /// <param name="growth">What comes into being with the end of the step; null: nothing.</param>
    /// <param name="ct">Cancels the wait.</param>
    public async Task<OperatorOutcome> ApplyAsync(
        OperatorAct act, StepActRequest request, Func<IReadOnlyList<ExistingStep>, OperatorGrowth>? growth, CancellationToken ct)
    {
        var target = new OperatorTarget(NewId(), request.StepId.Task, request.StepId.StepNo, (short?)request.ExpectedState, request.IdempotencyKey);
        var result = growth is null ? await writer.ApplyAsync(act, [target], ct) : await writer.ApplyGrowingAsync(act, target, growth, ct);
        Tell(result);
        if (result.Outcomes[0] is OperatorOutcome.Applied) signals.Doubted(request.StepId.Task);
        return result.Outcomes[0];
    }

    public async Task<OperatorOutcome> ApplyAsync(OperatorAct act, TaskActRequest request, CancellationToken ct) =>
        (await ApplyAsync(act, [request], ct))[0];

    /// <summary>Does one act to several tasks in one commit; one outcome for each, in their order.</summary>
    public async Task<IReadOnlyList<OperatorOutcome>> ApplyAsync(OperatorAct act, IReadOnlyList<TaskActRequest> requests, CancellationToken ct)
    {
        List<OperatorTarget> targets =
            [.. requests.Select(r => new OperatorTarget(NewId(), r.TaskId, null, (short?)r.ExpectedState, r.IdempotencyKey))];
        var result = await writer.ApplyAsync(act, targets, ct);
        Tell(result);
        return result.Outcomes;
    }

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    private void Tell(OperatorResult result)
    {
        if (result.Interrupted.Count > 0) signals.Cancelled([.. result.Interrupted.Select(i => (i.StepId, i.Attempt, i.NodeId))]);
        if (result.QueuedTemplates.Count > 0) signals.WorkQueued(result.QueuedTemplates);
        if (result.Outcomes.Any(o => o is OperatorOutcome.Applied)) signals.Changed();
    }
}
