namespace Tasker.Data.Workflow;

/// <summary>Failures of one step of a template that look alike, whatever its version. Written by the fold of the history only, and by people.</summary>
public sealed class FailureClusterRow
{
    /// <summary>Key.</summary>
    public int ClusterId { get; set; }

    /// <summary>What they have in common, with the version of its computation: <c>1:</c> and 24 hexadecimal digits.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>The namespace.</summary>
    public int NamespaceId { get; set; }

    /// <summary>The template's name.</summary>
    public required string TemplateName { get; set; }

    /// <summary>The step's name in the template.</summary>
    public required string StepName { get; set; }

    /// <summary>Error type of the last one.</summary>
    public string? ErrorType { get; set; }

    /// <summary>Message of the last one.</summary>
    public string? Message { get; set; }

    /// <summary>Task of the last one.</summary>
    public Guid SampleTaskId { get; set; }

    /// <summary>Step of the last one.</summary>
    public int SampleStepNo { get; set; }

    /// <summary>When the first one was committed.</summary>
    public DateTimeOffset FirstSeen { get; set; }

    /// <summary>When the last one was committed.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>How many attempts failed so, those of deleted tasks included.</summary>
    public long Total { get; set; }

    /// <summary>Steps whose last failure is one of these and that have not ended well or been given up since.</summary>
    public int OpenCount { get; set; }

    /// <summary>How often it came again after it had been resolved.</summary>
    public int Reopened { get; set; }

    /// <summary>open, muted or resolved.</summary>
    public required string Status { get; set; }

    /// <summary>Who set the status, as <c>user:name</c>; null while nobody did.</summary>
    public string? StatusBy { get; set; }

    /// <summary>Why.</summary>
    public string? StatusReason { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset? StatusAt { get; set; }

    /// <summary>When muting ends by itself; null: not by itself.</summary>
    public DateTimeOffset? StatusUntil { get; set; }
}
