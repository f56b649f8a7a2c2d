using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>What all acts share: apply, then tell the engine of this process.</summary>
internal sealed class OperatorActs(OperatorWriter writer, IEngineSignals signals, TimeProvider clock)
{
    public Task<OperatorOutcome> ApplyAsync(OperatorAct act, StepActRequest request, CancellationToken ct) =>
        ApplyAsync(act, new OperatorTarget(NewId(), request.StepId.Task, request.StepId.StepNo, (short?)request.ExpectedState, request.IdempotencyKey), ct);

    public Task<OperatorOutcome> ApplyAsync(OperatorAct act, TaskActRequest request, CancellationToken ct) =>
        ApplyAsync(act, new OperatorTarget(NewId(), request.TaskId, null, (short?)request.ExpectedState, request.IdempotencyKey), ct);

    private Guid NewId() => Guid.CreateVersion7(clock.GetUtcNow());

    private async Task<OperatorOutcome> ApplyAsync(OperatorAct act, OperatorTarget target, CancellationToken ct)
    {
        var result = await writer.ApplyAsync(act, [target], ct);
        if (result.Interrupted.Count > 0) signals.Cancelled([.. result.Interrupted.Select(i => (i.StepId, i.Attempt, i.NodeId))]);
        if (result.QueuedTemplates.Count > 0) signals.WorkQueued(result.QueuedTemplates);
        if (result.Outcomes[0] is OperatorOutcome.Applied) signals.Changed();
        return result.Outcomes[0];
    }
}
