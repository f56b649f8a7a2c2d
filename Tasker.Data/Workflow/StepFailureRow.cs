namespace Tasker.Data.Workflow;

/// <summary>A step that failed in the way of a cluster.</summary>
public sealed class StepFailureRow
{
    /// <summary>The cluster.</summary>
    public int ClusterId { get; set; }

    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The step.</summary>
    public int StepNo { get; set; }

    /// <summary>Its last attempt that failed so.</summary>
    public short? Attempt { get; set; }

    /// <summary>That failure's number in the history.</summary>
    public long Seq { get; set; }

    /// <summary>When that failure was committed.</summary>
    public DateTimeOffset FailedAt { get; set; }

    /// <summary>How many attempts of the step failed so.</summary>
    public int Times { get; set; }

    /// <summary>True while it is the step's last failure and the step has not ended well or been given up since.</summary>
    public bool IsOpen { get; set; }
}
