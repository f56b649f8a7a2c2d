namespace Tasker.Data.Checks;

/// <summary>Something that must be true of the database.</summary>
/// <param name="Id">Its stable name, as in docs/invariants.md.</param>
/// <param name="Phase">When it must hold.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Sql">A query whose rows are the violations; no row: it holds.</param>
public sealed record Invariant(string Id, CheckPhase Phase, string Statement, string Sql);
