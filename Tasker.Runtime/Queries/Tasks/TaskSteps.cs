using Tasker.Data.Reads;

namespace Tasker.Runtime.Queries;

/// <summary>Steps of a task, by number.</summary>
/// <param name="Items">The steps, at most <see cref="MostSteps"/>.</param>
/// <param name="IsCut">True when there are more: ask again after the last number.</param>
public sealed record TaskSteps(IReadOnlyList<StepListItem> Items, bool IsCut)
{
    /// <summary>The most steps that are read at once.</summary>
    public const int MostSteps = 2_000;
}
