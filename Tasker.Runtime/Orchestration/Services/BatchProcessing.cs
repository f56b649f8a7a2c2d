using Tasker.Runtime.Orchestration.Services.Growth;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>Carries out batch outcomes: creates the workers and what joins them.</summary>
internal sealed class BatchProcessing(TaskGrower grower)
{
    public async ValueTask<GrowthOutcome> ProcessAsync(GrowthRequest request, CancellationToken ct)
    {
        var batches = BatchResult.Read(request.ResultJson);
        var template = request.Template;
        return await grower.GrowAsync(
            request, existing => BatchPlan.Make(template.Template, template.Graph, request.Step.TemplateStepNo, batches, existing), ct);
    }
}
