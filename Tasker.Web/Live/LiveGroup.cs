using Tasker.Data.Workflow;
using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>The words by which a client of <see cref="LiveHub"/> names what it wants to hear of.</summary>
internal static class LiveGroup
{
    private const string TaskPrefix = "task:";

    /// <summary>What the words mean; null when they mean nothing.</summary>
    public static LiveInterest? Parse(string? group) => group switch
    {
        "tasks" => new LiveInterest.TaskList(),
        "workers" => new LiveInterest.Workers(),
        "queues" => new LiveInterest.Queues(),
        "global" => new LiveInterest.Global(),
        _ when group?.StartsWith(TaskPrefix, StringComparison.Ordinal) == true && Guid.TryParseExact(group[TaskPrefix.Length..], "D", out var id) =>
            new LiveInterest.OneTask(new TaskId(id)),
        _ => null,
    };

    /// <summary>One spelling per group, so that a group counts once.</summary>
    public static string Name(LiveInterest interest) => interest switch
    {
        LiveInterest.OneTask one => $"{TaskPrefix}{one.TaskId.Value:D}",
        LiveInterest.TaskList => "tasks",
        LiveInterest.Workers => "workers",
        LiveInterest.Queues => "queues",
        LiveInterest.Global => "global",
        _ => throw new InvalidOperationException($"No name for {interest.GetType().Name}."),
    };
}
