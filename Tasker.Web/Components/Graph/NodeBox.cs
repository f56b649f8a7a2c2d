namespace Tasker.Web.Components.Graph;

/// <summary>Where a box lies; the origin is the drawing's upper left corner.</summary>
public readonly record struct NodeBox(int Key, double X, double Y, double Width, double Height);
