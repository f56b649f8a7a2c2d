namespace Tasker.Runtime.Queries;

/// <summary>A step as a node of a graph.</summary>
/// <param name="No">The step's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">standard, decision, deferred_convergence, batchable or batch_worker.</param>
/// <param name="Level">Topological level in the template.</param>
/// <param name="IsDynamic">True when it was made at run time.</param>
public sealed record TopologyNode(int No, string Name, string Type, int Level, bool IsDynamic);
