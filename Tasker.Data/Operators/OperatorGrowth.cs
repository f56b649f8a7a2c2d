using Tasker.Data.Flow;

namespace Tasker.Data.Operators;

/// <summary>What a step that is ended by hand adds to its task.</summary>
/// <param name="Steps">Steps to create.</param>
/// <param name="Edges">Dependencies to create besides the template's.</param>
/// <param name="Problem">Why the act is refused; null when it is not.</param>
public sealed record OperatorGrowth(IReadOnlyList<NewStep> Steps, IReadOnlyList<NewEdge> Edges, string? Problem);
