namespace Tasker.Web.Components.Graph;

/// <summary>The steps of a task and what depends on what. Immutable: the same instance means that nothing has to be laid out again.</summary>
/// <param name="Nodes">The steps, in the order in which a reader should meet them.</param>
/// <param name="Edges">The dependencies between them.</param>
public sealed record GraphTopology(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges);
