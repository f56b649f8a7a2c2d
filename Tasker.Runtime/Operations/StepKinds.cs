using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>Finds what a step is an instance of.</summary>
internal sealed class StepKinds(StepKindReader steps, TemplateCatalog catalog)
{
    /// <summary>The template and its step; null when there is no such step.</summary>
    public async Task<(LoadedTemplate Template, LoadedStep Step)?> FindAsync(StepId step, CancellationToken ct)
    {
        if (step.StepNo < 0 || await steps.FindAsync(step, ct) is not { } kind) return null;
        var template = await catalog.GetAsync(kind.TemplateId, ct)
            ?? throw new InvalidOperationException($"template {kind.TemplateId} of step {step} is gone");
        return (template, template.Steps[kind.TemplateStepNo]);
    }
}
