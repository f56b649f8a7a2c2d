using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>The graph of a task's steps that exist. It changes only when dynamic steps are made.</summary>
/// <param name="Nodes">The steps, at most <see cref="TaskSteps.MostSteps"/>.</param>
/// <param name="Edges">Dependencies between those steps.</param>
/// <param name="IsCut">True when steps or edges are missing.</param>
public sealed record TaskTopology(IReadOnlyList<TopologyNode> Nodes, IReadOnlyList<StepEdge> Edges, bool IsCut);
