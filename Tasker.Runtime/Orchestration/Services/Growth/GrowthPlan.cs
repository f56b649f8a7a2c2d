namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>What a decision or a batch adds to its task, or why it cannot.</summary>
internal sealed record GrowthPlan
{
    /// <summary>What is added.</summary>
    public Data.Flow.Growth Growth { get; init; } = Data.Flow.Growth.None;

    /// <summary>What is legal but close to a limit; null when nothing is.</summary>
    public string? Warning { get; init; }

    /// <summary>Why the outcome cannot be carried out; null when it can. The step then fails for good, by this message.</summary>
    public string? Problem { get; init; }

    public static GrowthPlan Refused(string problem) => new() { Problem = problem };
}
