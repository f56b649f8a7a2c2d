namespace Tasker.Data.Workflow;

/// <summary>A step of a template version. Names are scoped to the template: two templates never share a step's settings.</summary>
public sealed class TemplateStepRow
{
    /// <summary>The template version.</summary>
    public int TemplateId { get; set; }

    /// <summary>Number of the step in its template, from 0, in the order of the file.</summary>
    public int StepNo { get; set; }

    /// <summary>Name, unique in the template.</summary>
    public required string Name { get; set; }

    /// <summary>The handler's name.</summary>
    public required string Callable { get; set; }

    /// <summary>True when the step is created with the task, false for branches and batch workers.</summary>
    public bool IsInitial { get; set; }

    /// <summary>Number of parents among the initial steps.</summary>
    public int Waits { get; set; }

    /// <summary>Total executions allowed; 0 and 1 both mean no retry.</summary>
    public short MaxAttempts { get; set; }

    /// <summary>False: a failure is final.</summary>
    public bool Retryable { get; set; }

    /// <summary>Topological level, 0 for roots.</summary>
    public int Level { get; set; }
}
