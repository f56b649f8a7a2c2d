namespace Tasker.Web.Components.Graph;

/// <summary>Steps that hang between the same parents and the same children, drawn as one counted pill.</summary>
/// <param name="Key">The pill's key among the boxes: negative, so that it never equals a step's number.</param>
/// <param name="Members">The steps, in the topology's order.</param>
public sealed record FanOut(int Key, IReadOnlyList<GraphNode> Members);
