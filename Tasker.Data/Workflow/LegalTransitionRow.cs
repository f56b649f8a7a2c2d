namespace Tasker.Data.Workflow;

/// <summary>A legal move, as the state machines' tables have it; the checker reads these. One table for tasks, one for steps.</summary>
public sealed class LegalTransitionRow
{
    /// <summary>State left.</summary>
    public short FromState { get; set; }

    /// <summary>Event, in its stable text.</summary>
    public required string Event { get; set; }

    /// <summary>State reached.</summary>
    public short ToState { get; set; }

    /// <summary>True: only a person may cause it.</summary>
    public bool OperatorOnly { get; set; }
}
