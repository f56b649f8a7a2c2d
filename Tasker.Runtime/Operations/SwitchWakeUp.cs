using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Switches how a node, or every node, finds work. The order is written to the node's row and obeyed at its next look: at once where
/// the node is this one or hears bells, else within the poll interval. It lasts until the next order or the end of the process.
/// </summary>
public sealed class SwitchWakeUp
{
    private readonly WakeUpWriter _writer;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal SwitchWakeUp(WakeUpWriter writer, IEngineSignals signals, TimeProvider clock) => (_writer, _signals, _clock) = (writer, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">Which node, the mode, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied, refused, or not found when no such node lives.</returns>
    public async Task<OperatorOutcome> HandleAsync(SwitchWakeUpRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        if (!Enum.IsDefined(request.Mode)) return new OperatorOutcome.Refused("there is no such mode");
        var outcome = await _writer.WriteAsync(
            Guid.CreateVersion7(_clock.GetUtcNow()), request.Node, request.Mode.ToString(), request.Actor, request.Reason, request.IdempotencyKey, ct);
        if (outcome is OperatorOutcome.Applied) _signals.LookAgain();
        return outcome;
    }
}
