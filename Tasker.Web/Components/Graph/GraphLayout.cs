namespace Tasker.Web.Components.Graph;

/// <summary>A finished layout, in pixels.</summary>
/// <param name="Width">Of the whole drawing.</param>
/// <param name="Height">Of the whole drawing.</param>
/// <param name="Nodes">The boxes, in the order in which they were given.</param>
/// <param name="Edges">The routes, in the order in which the edges were given, each once.</param>
public sealed record GraphLayout(double Width, double Height, IReadOnlyList<NodeBox> Nodes, IReadOnlyList<EdgeRoute> Edges);
