using Tasker.Data.Failures;
using Tasker.Data.Operators;

namespace Tasker.Runtime.Operations;

/// <summary>Mutes, resolves or opens a failure cluster. It changes no task: what failed stays failed.</summary>
public sealed class SetFailureStatus
{
    private static readonly string[] All = ["open", "muted", "resolved"];

    private readonly ClusterWriter _writer;
    private readonly TimeProvider _clock;

    internal SetFailureStatus(ClusterWriter writer, TimeProvider clock) => (_writer, _clock) = (writer, clock);

    /// <summary>Whether a text is a status.</summary>
    public static bool IsStatus(string text) => All.Contains(text, StringComparer.Ordinal);

    /// <summary>Does it, and records who and why in the same commit.</summary>
    /// <param name="request">Which, what, who and why.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    /// <returns>Applied, a conflict when the status is not the expected one, refused, or not found.</returns>
    public async Task<OperatorOutcome> HandleAsync(FailureStatusRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem) return new OperatorOutcome.Refused(problem);
        var act = new ClusterAct(
            Guid.CreateVersion7(_clock.GetUtcNow()), request.Cluster, request.Status, request.ExpectedStatus, request.Until, request.Actor, request.Reason,
            request.IdempotencyKey);
        return await _writer.WriteAsync(act, ct);
    }

    private string? Problem(FailureStatusRequest request) =>
        RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey)
        ?? (IsStatus(request.Status) ? null : "the status has to be open, muted or resolved")
        ?? (request.Until is not null && request.Status != "muted" ? "only muting has an end" : null)
        ?? (request.Until <= _clock.GetUtcNow() ? "the end of muting is over already" : null);
}
