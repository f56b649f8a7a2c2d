using System.Text;
using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Identity;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Decides about an entry: pending → manually_resolved, permanently_failed or cancelled; or keeps notes with one that stays pending. A decided
/// entry is not changed any more. The task itself is not touched.
/// </summary>
public sealed class ResolveDeadLetter
{
    /// <summary>Characters of metadata at most.</summary>
    public const int MaxMetadata = 8192;

    private readonly DeadLetterWriter _writer;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal ResolveDeadLetter(DeadLetterWriter writer, IEngineSignals signals, TimeProvider clock) => (_writer, _signals, _clock) = (writer, signals, clock);

    /// <summary>Does it, unless the status is not the one that the person saw.</summary>
    /// <param name="request">Which entry, who and what.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    /// <returns>Applied with the status as its state; a conflict with who decided first; refused, or not found.</returns>
    public async Task<OperatorOutcome> HandleAsync(ResolveDeadLetterRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem) return new OperatorOutcome.Refused(problem);
        var decision = new DeadLetterDecision
        {
            Kind = request.Resolution is null ? "dlq.annotate" : "dlq.resolve",
            Actor = request.Actor,
            Notes = request.Notes,
            Resolution = request.Resolution,
            Metadata = request.MetadataJson,
            Expected = request.ExpectedStatus,
            IdempotencyKey = request.IdempotencyKey,
        };
        var outcome = (await _writer.DecideAsync(decision, [new(Guid.CreateVersion7(_clock.GetUtcNow()), request.EntryId)], ct))[0];
        if (outcome is OperatorOutcome.Applied) _signals.Changed();
        return outcome;
    }

    internal static string? ResolutionProblem(string? resolution) =>
        resolution is null || DeadLetterResolutions.Final.Contains(resolution)
            ? null
            : $"the resolution has to be {string.Join(", ", DeadLetterResolutions.Final.SkipLast(1))} or {DeadLetterResolutions.Final[^1]}";

    private static string? Problem(ResolveDeadLetterRequest request) =>
        RequestCheck.Problem(request.Actor, request.Notes, request.IdempotencyKey)
            ?? ResolutionProblem(request.Resolution)
            ?? (DeadLetterResolutions.All.Contains(request.ExpectedStatus) ? null : "the expected status is no status of an entry")
            ?? MetadataProblem(request.MetadataJson);

    private static string? MetadataProblem(string? json)
    {
        if (json is null) return null;
        if (json.Length > MaxMetadata) return $"the metadata is longer than {MaxMetadata} characters";
        return JsonLimits.Check(Encoding.UTF8.GetBytes(json), JsonRoot.Object) is [var first, ..] ? $"the metadata at {first.Path} {first.Message}" : null;
    }
}
