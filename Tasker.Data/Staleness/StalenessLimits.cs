using Tasker.Data.Workflow;

namespace Tasker.Data.Staleness;

/// <summary>The installation's limits; a template's own take their place.</summary>
public sealed record StalenessLimits
{
    /// <summary>How long a task may be in each of the eight states that are no end.</summary>
    public required IReadOnlyDictionary<TaskState, TimeSpan> States { get; init; }

    /// <summary>How long a task may live.</summary>
    public required TimeSpan Life { get; init; }

    /// <summary>How long a step may wait while no worker serves its namespace.</summary>
    public required TimeSpan Unserved { get; init; }

    /// <summary>Whether a task that outlived its limit goes to error.</summary>
    public required bool AutoFail { get; init; }

    /// <summary>Whether a task that outlived its limit is entered as a dead letter.</summary>
    public required bool AutoDlq { get; init; }
}
