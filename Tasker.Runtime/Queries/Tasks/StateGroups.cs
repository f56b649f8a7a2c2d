using System.Collections.Frozen;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Queries;

/// <summary>Names for groups of task states, and what a choice of states means for the index. Pure.</summary>
internal static class StateGroups
{
    private static readonly TaskState[] Open =
    [
        TaskState.Pending, TaskState.Initializing, TaskState.EnqueuingSteps, TaskState.StepsInProcess, TaskState.EvaluatingResults,
        TaskState.WaitingForDependencies, TaskState.WaitingForRetry,
    ];

    private static readonly FrozenDictionary<string, TaskState[]> Groups = new Dictionary<string, TaskState[]>
    {
        ["open"] = Open,
        ["active"] = [TaskState.Initializing, TaskState.EnqueuingSteps, TaskState.StepsInProcess, TaskState.EvaluatingResults],
        ["waiting"] = [TaskState.WaitingForDependencies, TaskState.WaitingForRetry],
        ["problem"] = [TaskState.BlockedByFailures, TaskState.Error],
        ["ended"] = [TaskState.Complete, TaskState.Error, TaskState.Cancelled, TaskState.ResolvedManually],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The states that the names and groups mean; null when a name is neither.</summary>
    public static HashSet<TaskState>? Find(IEnumerable<string> names, out string? unknown)
    {
        var states = new HashSet<TaskState>();
        foreach (var name in names)
        {
            if (Groups.TryGetValue(name, out var group)) states.UnionWith(group);
            else if (StateNames.TryParseTask(name, out var state)) states.Add(state);
            else
            {
                unknown = name;
                return null;
            }
        }

        unknown = null;
        return states;
    }

    /// <summary>The phases that the states lie in, and the states themselves when a phase holds others too.</summary>
    public static (IReadOnlyList<short> Phases, IReadOnlyList<TaskState>? States) Split(IReadOnlySet<TaskState> states)
    {
        List<short> phases = [.. states.Select(Phase).Distinct().Order()];
        var open = Open.Count(states.Contains);
        return (phases, open == 0 || open == Open.Length ? null : [.. states.Order()]);
    }

    private static short Phase(TaskState state) => state switch
    {
        TaskState.BlockedByFailures => 1,
        TaskState.Complete => 2,
        TaskState.Error => 3,
        TaskState.Cancelled => 4,
        TaskState.ResolvedManually => 5,
        _ => 0,
    };
}
