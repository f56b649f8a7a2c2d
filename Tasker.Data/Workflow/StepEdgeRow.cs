namespace Tasker.Data.Workflow;

/// <summary>A dependency that was made at run time (decision branch, batch worker). Those of the template are in <see cref="TemplateEdgeRow"/>.</summary>
public sealed class StepEdgeRow
{
    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The parent.</summary>
    public int FromNo { get; set; }

    /// <summary>The child.</summary>
    public int ToNo { get; set; }

    /// <summary>Kind: <c>provides</c>, <c>batch_dependency</c>, <c>worker_to_convergence</c>.</summary>
    public required string Name { get; set; }
}
