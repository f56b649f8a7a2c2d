namespace Tasker.Data.Checks;

/// <summary>Everything that <c>tasker check</c> proves. docs/invariants.md explains each.</summary>
public static class Invariants
{
    /// <summary>All of them, in the order in which they are run: what others rely on comes first.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        .. TemplateInvariants.All, .. ReferenceInvariants.All, .. HistoryInvariants.All, .. AttemptInvariants.All, .. ReadinessInvariants.All,
        .. BatchInvariants.All, .. OperatorInvariants.All, .. DeadLetterInvariants.All, .. FailureInvariants.All, .. QuiescenceInvariants.All,
    ];
}
