namespace Tasker.Data.Workflow;

/// <summary>How far somebody has read the history. What is read and how far is one commit, so nothing is read twice or left out.</summary>
public sealed class HistoryCursorRow
{
    /// <summary>Who reads.</summary>
    public required string Name { get; set; }

    /// <summary>No row with this number or a lower one is still to be read.</summary>
    public long Floor { get; set; }

    /// <summary>The snapshot whose rows have all been read (pg_snapshot).</summary>
    public required string DoneSnapshot { get; set; }

    /// <summary>The snapshot whose rows are being read; null between two windows.</summary>
    public string? UntilSnapshot { get; set; }

    /// <summary>Up to which number the window has been read.</summary>
    public long? Place { get; set; }

    /// <summary>The highest number of the window.</summary>
    public long? Highest { get; set; }

    /// <summary>The next floor, once every transaction up to <see cref="CandidateXid"/> has ended.</summary>
    public long? Candidate { get; set; }

    /// <summary>See <see cref="Candidate"/>.</summary>
    public ulong? CandidateXid { get; set; }
}
