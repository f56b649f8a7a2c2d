using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Closes a task that somebody dealt with elsewhere, blocked and failed ones included. Its unfinished steps are cancelled, because
/// nobody will run them; finished ones stay as they are.
/// </summary>
public sealed class ResolveTask
{
    private readonly OperatorActs _acts;

    internal ResolveTask(OperatorActs acts) => _acts = acts;

    /// <summary>Does it, unless the state is not the expected one or does not allow it.</summary>
    /// <param name="request">The task, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>The outcome; all but an invalid request and an unknown task is recorded with its actor and reason.</returns>
    public async Task<OperatorOutcome> HandleAsync(TaskActRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return new OperatorOutcome.Refused(problem);
        return await _acts.ApplyAsync(Act(request.Actor, request.Reason), request, ct);
    }

    internal static OperatorAct Act(string actor, string reason) => new()
    {
        Scope = OperatorScope.Task,
        Kind = "task.resolve",
        Actor = actor,
        Reason = reason,
        Moves = OperatorPaths.ResolveTask,
    };
}
