namespace Tasker.Web.Components.Graph;

/// <summary>A box to be placed.</summary>
/// <param name="Key">Unique among the boxes.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels, with any room that is kept free below for what may appear later.</param>
/// <param name="Port">How far below the top edge the edges meet the box, in pixels.</param>
public readonly record struct LayoutNode(int Key, double Width, double Height, double Port);
