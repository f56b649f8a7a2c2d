namespace Tasker.Data.Reads;

/// <summary>A dependency between two steps of a task that both exist.</summary>
/// <param name="From">The parent's number.</param>
/// <param name="To">The child's number.</param>
/// <param name="Name"><c>provides</c>, <c>batch_dependency</c> or <c>worker_to_convergence</c>.</param>
public sealed record StepEdge(int From, int To, string Name);
