namespace Tasker.Web.Components.Graph;

/// <summary>What is known of one step now.</summary>
/// <param name="No">The step's number.</param>
/// <param name="State">The stored text of its state; unknown texts are drawn under their own name.</param>
/// <param name="Attempt">The current attempt, from 1; 0 before the first.</param>
/// <param name="Since">When the state began; null when that is not known.</param>
public readonly record struct GraphNodeState(int No, string State, int Attempt, DateTimeOffset? Since);
