namespace Tasker.Web.Components.Graph;

/// <summary>One dependency: <paramref name="To"/> may start when <paramref name="From"/> ended well.</summary>
public readonly record struct GraphEdge(int From, int To);
