using Tasker.Data.DeadLetters;
using Tasker.Data.Operators;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Operations;

/// <summary>Closes many pending entries in one commit, each recorded with its task. What was decided meanwhile is left alone.</summary>
public sealed class CloseDeadLetters
{
    /// <summary>Entries of one call, at most.</summary>
    public const int MostEntries = 200;

    private readonly DeadLetterWriter _writer;
    private readonly DeadLetterReads _reads;
    private readonly IEngineSignals _signals;
    private readonly TimeProvider _clock;

    internal CloseDeadLetters(DeadLetterWriter writer, DeadLetterReads reads, IEngineSignals signals, TimeProvider clock) =>
        (_writer, _reads, _signals, _clock) = (writer, reads, signals, clock);

    /// <summary>Does it.</summary>
    /// <param name="request">Which entries, who and why.</param>
    /// <param name="ct">Cancels the wait; what was already committed stays.</param>
    public async Task<CloseDeadLettersOutcome> HandleAsync(CloseDeadLettersRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem) return new CloseDeadLettersOutcome(problem);
        var (entries, more) = request.EntryIds is { } ids ? ([.. ids.Distinct()], false) : await FindAsync(request.Filter!, ct);
        if (entries.Count == 0) return new CloseDeadLettersOutcome(null, More: more);
        var decision = new DeadLetterDecision { Kind = "dlq.close", Actor = request.Actor, Notes = request.Notes, Resolution = request.Resolution };
        var outcomes = await _writer.DecideAsync(decision, [.. entries.Select(e => new DeadLetterTarget(Guid.CreateVersion7(_clock.GetUtcNow()), e))], ct);
        var closed = outcomes.Count(o => o is OperatorOutcome.Applied);
        if (closed > 0) _signals.Changed();
        return new CloseDeadLettersOutcome(null, closed, outcomes.Count - closed, more);
    }

    private async Task<(List<Guid> Entries, bool More)> FindAsync(DeadLetterFilter filter, CancellationToken ct)
    {
        var found = await _reads.ListAsync(
            filter with { Resolution = DeadLetterResolutions.Pending }, Guid.AllBitsSet, newer: false, MostEntries + 1, ct);
        return ([.. found.Items.Take(MostEntries).Select(i => i.EntryId)], found.Items.Count > MostEntries || found.SearchedTo is not null);
    }

    private static string? Problem(CloseDeadLettersRequest request) =>
        RequestCheck.Problem(request.Actor, request.Notes, null)
            ?? ResolveDeadLetter.ResolutionProblem(request.Resolution)
            ?? ((request.EntryIds, request.Filter) switch
            {
                (null, null) or (not null, not null) => "either entries or a filter have to be given",
                ({ Count: 0 or > MostEntries }, _) => $"1 to {MostEntries} entries can be closed at once",
                (null, { Reason: null, Namespace: null, Template: null, TaskState: null, EnteredBefore: null }) => "the filter has to name at least one property",
                _ => null,
            });
}
