using Tasker.Runtime.Orchestration.Services.Growth;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Carries out decisions: which branches a task takes.</summary>
internal sealed class DecisionPoints(TaskGrower grower)
{
    public async ValueTask<GrowthOutcome> ProcessAsync(GrowthRequest request, CancellationToken ct)
    {
        var decision = DecisionResult.Read(request.ResultJson);
        if (decision.Problem is { } problem) return new GrowthOutcome(new Data.Flow.FlowResult(), problem);
        var template = request.Template;
        return await grower.GrowAsync(
            request, existing => DecisionPlan.Make(template.Template, template.Graph, request.Step.TemplateStepNo, decision.Names, existing), ct);
    }
}
