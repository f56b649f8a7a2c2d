using Tasker.Data.Flow;

namespace Tasker.Data.Operators;

/// <summary>What a step that is ended by hand adds to its task.</summary>
/// <param name="Added">Steps and dependencies to create besides the template's.</param>
/// <param name="Problem">Why the act is refused; null when it is not.</param>
public sealed record OperatorGrowth(Growth Added, string? Problem)
{
    /// <summary>Nothing.</summary>
    public static OperatorGrowth None { get; } = new(Growth.None, null);

    /// <summary>The act is refused.</summary>
    /// <param name="problem">Why.</param>
    public static OperatorGrowth Refused(string problem) => new(Growth.None, problem);
}
