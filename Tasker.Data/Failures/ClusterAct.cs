namespace Tasker.Data.Failures;

/// <summary>What a person says about a cluster.</summary>
/// <param name="CommandId">Key of the audit row, a UUIDv7.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="Status">open, muted or resolved.</param>
/// <param name="Expected">The status that the person saw: anything else is a conflict. Null: whatever it is.</param>
/// <param name="Until">When muting ends by itself; null: not by itself.</param>
/// <param name="Actor">Who, as <c>user:name</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="IdempotencyKey">The caller's key; null: none.</param>
public sealed record ClusterAct(
    Guid CommandId, int Cluster, string Status, string? Expected, DateTimeOffset? Until, string Actor, string Reason, string? IdempotencyKey);
