namespace Tasker.Runtime.Messaging.Relay;

/// <summary>What this node moved by way of a broker since its start; all zero without one.</summary>
/// <param name="Offered">Rows that were offered to the broker.</param>
/// <param name="Claimed">Messages that led to a claim.</param>
/// <param name="Dropped">Messages that did not: their step was claimed before, or does not wait any more.</param>
/// <param name="Failures">Times that broker or database failed; what was under way comes again.</param>
public sealed record RelaySnapshot(long Offered, long Claimed, long Dropped, long Failures);
