using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A resolved question for tasks: everything as the indexes have it.</summary>
public sealed record TaskQuery
{
    /// <summary>Phases (see <see cref="TaskRow.Phase"/>) to look in; null means all.</summary>
    public IReadOnlyList<short>? Phases { get; init; }

    /// <summary>States, where the phases alone say too little; null means any.</summary>
    public IReadOnlyList<TaskState>? States { get; init; }

    /// <summary>Template versions; null means any.</summary>
    public IReadOnlyList<int>? Templates { get; init; }

    /// <summary>Who asked; null means anybody.</summary>
    public string? Initiator { get; init; }

    /// <summary>Which system asked; null means any.</summary>
    public string? SourceSystem { get; init; }

    /// <summary>The lowest id.</summary>
    public Guid From { get; init; }

    /// <summary>The id before which to stop.</summary>
    public Guid Before { get; init; } = Guid.AllBitsSet;

    /// <summary>False: newest first. True: oldest first.</summary>
    public bool Ascending { get; init; }

    /// <summary>How many rows are looked at when no index covers the whole question.</summary>
    public int SearchRows { get; init; } = 20_000;
}
