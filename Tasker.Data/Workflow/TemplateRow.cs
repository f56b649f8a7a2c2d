namespace Tasker.Data.Workflow;

/// <summary>One version of a template. Never changed after it was published: a task keeps the version it was created from.</summary>
public sealed class TemplateRow
{
    /// <summary>Key used inside the database (four bytes in every task).</summary>
    public int TemplateId { get; set; }

    /// <summary>The public id, a UUIDv7.</summary>
    public Guid TemplateUuid { get; set; }

    /// <summary>The namespace.</summary>
    public int NamespaceId { get; set; }

    /// <summary>Name, unique with namespace and version.</summary>
    public required string Name { get; set; }

    /// <summary>Version text such as <c>1.0.0</c>.</summary>
    public required string Version { get; set; }

    /// <summary>Free text.</summary>
    public string? Description { get; set; }

    /// <summary>The parsed model as JSON (see <c>TemplateJson</c>): what the runtime loads.</summary>
    public required string Definition { get; set; }

    /// <summary>The YAML as it was published, comments and all.</summary>
    public required string Source { get; set; }

    /// <summary>SHA-256 of <see cref="Source"/>, to tell an identical publish from a changed one.</summary>
    public required byte[] SourceHash { get; set; }

    /// <summary>True: the first permanent failure stops the start of further steps; false: independent branches finish first.</summary>
    public bool StopOnFailure { get; set; }

    /// <summary>Seconds that a blocked task waits for a person before it goes to error; 0 at once, -1 for ever, null as the system's setting says.</summary>
    public int? GiveUpSeconds { get; set; }

    /// <summary>Steps created with the task (dynamic ones come later).</summary>
    public int InitialSteps { get; set; }

    /// <summary>Initial steps without a parent.</summary>
    public int RootSteps { get; set; }

    /// <summary>True for the version that a request without a version gets; one per namespace and name.</summary>
    public bool IsDefault { get; set; }

    /// <summary>Who published it.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>When it was published.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}
