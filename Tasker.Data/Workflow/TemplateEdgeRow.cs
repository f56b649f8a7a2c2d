namespace Tasker.Data.Workflow;

/// <summary>A dependency of a template version. Tasks do not copy these; see <see cref="StepEdgeRow"/> for those made at run time.</summary>
public sealed class TemplateEdgeRow
{
    /// <summary>The template version.</summary>
    public int TemplateId { get; set; }

    /// <summary>The parent.</summary>
    public int FromNo { get; set; }

    /// <summary>The child, which waits for the parent.</summary>
    public int ToNo { get; set; }
}
