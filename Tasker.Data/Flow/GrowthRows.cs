using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>A step of a task as it is while its row is locked.</summary>
/// <param name="StepNo">Number in the task.</param>
/// <param name="TemplateStepNo">The template step that it instantiates.</param>
/// <param name="Finished">True when it lets its children start (complete or resolved by hand).</param>
public sealed record ExistingStep(int StepNo, int TemplateStepNo, bool Finished);

/// <summary>A step that a decision or a batch adds to a task. Limits of attempts come from the template step.</summary>
/// <param name="StepNo">Number in the task: the template's own, or one above all of them for one of several copies.</param>
/// <param name="TemplateStepNo">The template step that it instantiates.</param>
/// <param name="Waits">Unfinished parents, at least 1: the deciding step itself is one of them or an ancestor of one.</param>
/// <param name="Name">Own name, at most 128 characters; null: the template's.</param>
/// <param name="Inputs">Own inputs, JSON; null for none.</param>
/// <param name="Place">For a worker of a batch: 1 with a place, 2 without, which counts in <paramref name="Waits"/>; null for other steps.</param>
public sealed record NewStep(int StepNo, int TemplateStepNo, int Waits, string? Name, string? Inputs, short? Place = null);

/// <summary>A batch that a batchable step adds to a task.</summary>
/// <param name="WorkerNo">The template step that its workers are copies of.</param>
/// <param name="Parallelism">Workers that have a place at the same time, at most.</param>
/// <param name="Strategy">What a failed worker means for the others.</param>
public sealed record NewBatch(int WorkerNo, int Parallelism, BatchStrategy Strategy);

/// <summary>All that a result adds to its task.</summary>
/// <param name="Steps">Steps.</param>
/// <param name="Edges">Dependencies besides the template's.</param>
/// <param name="Batch">The batch that the new workers belong to; null when there are none.</param>
public sealed record Growth(IReadOnlyList<NewStep> Steps, IReadOnlyList<NewEdge> Edges, NewBatch? Batch)
{
    /// <summary>Nothing.</summary>
    public static Growth None { get; } = new([], [], null);
}

/// <summary>A dependency that is not in the template.</summary>
/// <param name="FromNo">The step that is waited for.</param>
/// <param name="ToNo">The step that waits.</param>
/// <param name="Name">What kind of dependency it is, at most 64 characters.</param>
public sealed record NewEdge(int FromNo, int ToNo, string Name);
