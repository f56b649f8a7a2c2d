using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>
/// What a decision or a batchable step adds to its task when a person ends it in place of its handler: what the given result says, and
/// without one nothing but what follows on no branch and no batch. Pure.
/// </summary>
internal static class HandGrowth
{
    /// <summary>The plan; null for a step that nothing comes into being with.</summary>
    /// <param name="template">The template.</param>
    /// <param name="step">The step.</param>
    /// <param name="resultJson">The result; null: the step is closed without one.</param>
    public static Func<IReadOnlyList<ExistingStep>, OperatorGrowth>? Of(LoadedTemplate template, LoadedStep step, string? resultJson) => step.Type switch
    {
        StepType.Decision => existing => Decided(template, step, resultJson, existing),
        StepType.Batchable => existing => Batched(template, step, resultJson, existing),
        _ => null,
    };

    private static OperatorGrowth Decided(LoadedTemplate template, LoadedStep step, string? resultJson, IReadOnlyList<ExistingStep> existing)
    {
        var result = resultJson is null ? new DecisionResult([], null) : DecisionResult.Read(resultJson);
        return result.Problem is { } problem
            ? OperatorGrowth.Refused(problem)
            : Growth(DecisionPlan.Make(template.Template, template.Graph, step.No, result.Names, existing));
    }

    private static OperatorGrowth Batched(LoadedTemplate template, LoadedStep step, string? resultJson, IReadOnlyList<ExistingStep> existing)
    {
        var result = resultJson is null ? new BatchResult(null, [], null) : BatchResult.Read(resultJson);
        return Growth(BatchPlan.Make(template.Template, template.Graph, step.No, result, existing));
    }

    private static OperatorGrowth Growth(GrowthPlan plan) => new(plan.Growth, plan.Problem);
}
