namespace Tasker.Web.Components.Graph;

/// <summary>A point of an edge's route.</summary>
public readonly record struct RoutePoint(double X, double Y);
