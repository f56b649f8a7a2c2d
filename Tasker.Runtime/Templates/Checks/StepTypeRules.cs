namespace Tasker.Runtime.Templates;

/// <summary>What decisions, convergences and batches need around them in order to work at run time.</summary>
internal static class StepTypeRules
{
    public static void Check(TaskTemplate template, TemplateGraph graph, ProblemList problems)
    {
        for (var i = 0; i < template.Steps.Count; i++)
        {
            problems.StepName = template.Steps[i].Name;
            CheckRole(template, graph, i, problems);
            CheckBatchConfig(template, graph, i, problems);
        }

        problems.StepName = null;
    }

    private static void CheckRole(TaskTemplate template, TemplateGraph graph, int number, ProblemList problems)
    {
        var step = template.Steps[number];
        var place = $"/steps/{number}/type";
        switch (step.Type)
        {
            case StepType.Decision:
                if (step.Dependencies.Count == 0)
                {
                    problems.ErrorAt(place, ProblemCodes.DecisionWithoutDependency, "a decision needs at least one dependency whose result it decides on");
                }

                if (graph.Children(number).Count == 0)
                {
                    problems.WarningAt(place, ProblemCodes.DecisionWithoutBranches, "no step depends on this decision, so it has nothing to choose from");
                }

                break;
            case StepType.DeferredConvergence when step.Dependencies.Count == 0:
                problems.ErrorAt(place, ProblemCodes.ConvergenceWithoutDependency, "a deferred convergence needs the branches that it joins as dependencies");
                break;
            case StepType.Batchable when Config(template, graph, number) is null:
                problems.ErrorAt(place, ProblemCodes.BatchConfigMissing, "a batchable step needs a batch_config, its own or that of the batch_worker step that depends on it");
                break;
            case StepType.BatchWorker when !graph.Parents(number).Any(p => template.Steps[p].Type == StepType.Batchable):
                problems.ErrorAt(place, ProblemCodes.WorkerWithoutBatch, "a batch_worker step must depend on the batchable step whose batches it works off");
                break;
        }
    }

    /// <summary>The name must be that of a batch worker; without a name, there must be exactly one to take.</summary>
    private static void CheckBatchConfig(TaskTemplate template, TemplateGraph graph, int number, ProblemList problems)
    {
        var step = template.Steps[number];
        if (step.BatchConfig is not { } config)
        {
            return;
        }

        var place = $"/steps/{number}/batch_config";
        if (step.Type is not (StepType.Batchable or StepType.BatchWorker))
        {
            problems.WarningAt(place, ProblemCodes.BatchConfigUnused, "only batchable and batch_worker steps use a batch_config");
        }
        else if (config.WorkerTemplate is { } worker)
        {
            if (graph.Find(worker) is not { } found)
            {
                var hint = problems.Suggest(worker, template.Steps.Where(s => s.Type == StepType.BatchWorker).Select(s => s.Name));
                problems.ErrorAt(place + "/worker_template", ProblemCodes.WorkerTemplateMissing, $"there is no step '{YamlScalars.Shorten(worker)}'{hint}");
            }
            else if (template.Steps[found].Type != StepType.BatchWorker)
            {
                problems.ErrorAt(place + "/worker_template", ProblemCodes.WorkerTemplateMissing, $"'{worker}' is not a batch_worker step");
            }
        }
        else if (step.Type == StepType.Batchable && Workers(template, graph, number).Count() != 1)
        {
            problems.ErrorAt(place, ProblemCodes.WorkerTemplateMissing, "name the batch_worker step under 'worker_template': there is none, or more than one, that depends on this step");
        }
    }

    private static BatchConfig? Config(TaskTemplate template, TemplateGraph graph, int number) =>
        template.Steps[number].BatchConfig ?? Workers(template, graph, number).Select(w => w.BatchConfig).FirstOrDefault(c => c is not null);

    private static IEnumerable<StepTemplate> Workers(TaskTemplate template, TemplateGraph graph, int number) =>
        graph.Children(number).Select(c => template.Steps[c]).Where(s => s.Type == StepType.BatchWorker);
}
