using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>A validated task that is to be written. All JSON is text that PostgreSQL accepts as jsonb.</summary>
public sealed record NewTask
{
    /// <summary>Its id.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The template version.</summary>
    public required int TemplateId { get; init; }

    /// <summary>256-bit identity, or null when the task has none (always_unique).</summary>
    public required byte[]? IdentityHash { get; init; }

    /// <summary>The input, a JSON object.</summary>
    public required string Context { get; init; }

    /// <summary>-100 to 100.</summary>
    public short Priority { get; init; }

    /// <summary>Correlation id.</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>Correlation id of the cause.</summary>
    public Guid? ParentCorrelationId { get; init; }

    /// <summary>Who asked.</summary>
    public string? Initiator { get; init; }

    /// <summary>Which system asked.</summary>
    public string? SourceSystem { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>JSON array of texts.</summary>
    public string? Tags { get; init; }

    /// <summary>JSON object.</summary>
    public string? Options { get; init; }

    /// <summary>When the caller asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>True when this node's worker serves the namespace, so that roots may be claimed at once.</summary>
    public bool MayClaim { get; init; }
}
