namespace Tasker.Web.Components.Graph;

/// <summary>A step as the graph draws it.</summary>
/// <param name="No">The step's number in its task, from 0; unique in a topology.</param>
/// <param name="Name">The step's name.</param>
/// <param name="Type">What runs it: a handler's name or a kind of step; shown small, may be empty.</param>
public sealed record GraphNode(int No, string Name, string Type = "");
