namespace Tasker.Runtime.Templates;

/// <summary>Which steps are created with a task. Pure.</summary>
internal static class InitialSteps
{
    /// <summary>
    /// Not created with the task are what a decision may leave out, the workers of a batch, what joins them, and everything that
    /// depends on one of these: created at once, such a step would not know the parents that it must wait for.
    /// </summary>
    /// <returns>One flag per step number.</returns>
    public static bool[] Find(TaskTemplate template, TemplateGraph graph)
    {
        var initial = new bool[graph.Count];
        foreach (var step in graph.TopologicalOrder)
        {
            initial[step] = template.Steps[step].Type is not (StepType.BatchWorker or StepType.DeferredConvergence)
                && graph.Parents(step).All(p => initial[p] && template.Steps[p].Type != StepType.Decision);
        }

        return initial;
    }
}
