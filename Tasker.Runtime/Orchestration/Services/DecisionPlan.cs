using Tasker.Data.Flow;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Plans what a decision adds to its task (R§6.9). Pure: the same decision on the same task gives the same plan.</summary>
internal static class DecisionPlan
{
    public const int MaxSteps = 100;
    public const int ManySteps = 50;
    public const int MaxDepth = 20;
    public const int Deep = 10;

    /// <summary>Plans.</summary>
    /// <param name="template">The template.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="decision">The decision's number.</param>
    /// <param name="names">The branches chosen; none for no branches.</param>
    /// <param name="existing">The task's steps, the decision among them and not finished.</param>
    public static GrowthPlan Make(TaskTemplate template, TemplateGraph graph, int decision, IReadOnlyList<string> names, IReadOnlyList<ExistingStep> existing)
    {
        var growth = new TaskGrowth(template, graph, decision, existing);
        var chosen = new HashSet<int>();
        foreach (var name in names)
        {
            if (Problem(template, graph, growth, decision, name) is { } problem) return GrowthPlan.Refused(problem);
            chosen.Add(graph.Find(name)!.Value);
        }

        foreach (var no in growth.Candidates())
        {
            if (chosen.Contains(no) && !growth.Exists(no) && template.Steps[no].Type != StepType.DeferredConvergence)
            {
                if (growth.MissingParent(no) is { } missing)
                {
                    return GrowthPlan.Refused(
                        $"decision '{graph.Names[decision]}' chose '{graph.Names[no]}', which also depends on '{graph.Names[missing]}', and that step does not exist in this task");
                }

                growth.Mirror(no);
            }
            else if (growth.Follows(no))
            {
                growth.Mirror(no);
            }
        }

        return Limited(template, graph, decision, growth);
    }

    private static string? Problem(TaskTemplate template, TemplateGraph graph, TaskGrowth growth, int decision, string name)
    {
        var by = $"decision '{graph.Names[decision]}' chose";
        if (graph.Find(name) is not { } no) return $"{by} '{name}', which is no step of the template";
        if (!growth.IsDescendant(no)) return $"{by} '{name}', which does not depend on it";
        if (!growth.Own.Contains(no)) return $"{by} '{name}', which is a branch of another decision";
        return template.Steps[no].Type == StepType.BatchWorker ? $"{by} '{name}', which only a batchable step creates" : null;
    }

    private static GrowthPlan Limited(TaskTemplate template, TemplateGraph graph, int decision, TaskGrowth growth)
    {
        if (growth.Steps.Count > MaxSteps)
        {
            return GrowthPlan.Refused($"decision '{graph.Names[decision]}' would create {growth.Steps.Count} steps; at most {MaxSteps} are allowed");
        }

        var depths = Depth(template, graph);
        var depth = growth.Steps.Select(s => s.TemplateStepNo).Append(decision)
            .Where(no => template.Steps[no].Type == StepType.Decision)
            .Max(no => depths[no]);
        if (depth > MaxDepth) return GrowthPlan.Refused($"decision '{graph.Names[decision]}' leads to {depth} nested decisions; at most {MaxDepth} are allowed");
        var many = growth.Steps.Count > ManySteps ? $"decision '{graph.Names[decision]}' creates {growth.Steps.Count} steps" : null;
        var deep = depth > Deep ? $"decision '{graph.Names[decision]}' leads to {depth} nested decisions" : null;
        return new GrowthPlan { Growth = growth.ToGrowth(), Warning = many is not null && deep is not null ? $"{many}; {deep}" : many ?? deep };
    }

    /// <summary>How many decisions are on the longest way to each step, itself included.</summary>
    private static int[] Depth(TaskTemplate template, TemplateGraph graph)
    {
        var depth = new int[graph.Count];
        foreach (var no in graph.TopologicalOrder)
        {
            depth[no] = graph.Parents(no).Select(p => depth[p]).DefaultIfEmpty().Max() + (template.Steps[no].Type == StepType.Decision ? 1 : 0);
        }

        return depth;
    }
}
