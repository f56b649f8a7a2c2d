using Tasker.Data.Workflow;

namespace Tasker.Data.Staleness;

/// <summary>A place in the walk over open tasks.</summary>
/// <param name="Phase">0 open, 1 blocked.</param>
/// <param name="TaskId">The last task seen there.</param>
public sealed record StalenessPlace(short Phase, TaskId TaskId)
{
    /// <summary>Before all tasks.</summary>
    public static StalenessPlace Start { get; } = new(-1, new TaskId(Guid.Empty));
}
