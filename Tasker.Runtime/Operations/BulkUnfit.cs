namespace Tasker.Runtime.Operations;

/// <summary>Why some tasks are passed over.</summary>
/// <param name="WhyNot">What stands against it: "is complete", "has no failed step".</param>
/// <param name="Tasks">How many tasks.</param>
public sealed record BulkUnfit(string WhyNot, int Tasks);
