using Tasker.Data.Operators;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Retries every step in error of a task in one commit, as <see cref="RetryStep"/> does one. A task in error goes on even when none of
/// its steps is.
/// </summary>
public sealed class RetryAllFailed
{
    private readonly OperatorActs _acts;

    internal RetryAllFailed(OperatorActs acts) => _acts = acts;

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
        Scope = OperatorScope.FailedSteps,
        Kind = "task.retry_failed",
        Actor = actor,
        Reason = reason,
        Moves = OperatorPaths.RetryAll,
        RefusedIn = [.. Enum.GetValues<TaskState>().Where(s => s != TaskState.Error)],
    };
}
