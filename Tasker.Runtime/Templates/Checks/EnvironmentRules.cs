namespace Tasker.Runtime.Templates;

/// <summary>Changes must be for steps that exist, once each, and leave sound retry settings behind.</summary>
internal static class EnvironmentRules
{
    /// <summary>The most that settings for all steps may grow to when every step gets its copy.</summary>
    private const long MaxSpreadBytes = 4 * 1024 * 1024;

    public static void Check(TaskTemplate template, TemplateGraph graph, ProblemList problems)
    {
        for (var i = 0; i < template.Steps.Count; i++)
        {
            problems.StepName = template.Steps[i].Name;
            CheckBackoff($"/steps/{i}/retry", template.Steps[i].Retry, problems);
        }

        foreach (var environment in template.Environments)
        {
            Check(template, environment, graph, problems);
        }

        problems.StepName = null;
    }

    private static void Check(TaskTemplate template, TemplateEnvironment environment, TemplateGraph graph, ProblemList problems)
    {
        var forAll = environment.Steps.FirstOrDefault(c => c.IsForAll)?.Retry;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < environment.Steps.Count; i++)
        {
            var change = environment.Steps[i];
            var place = $"/environments/{JsonPointer.Escape(environment.Name)}/steps/{i}";
            problems.StepName = change.Step;
            if (!seen.Add(change.Step))
            {
                problems.ErrorAt(place + "/name", ProblemCodes.DuplicateStepName, $"'{YamlScalars.Shorten(change.Step)}' is changed twice in '{YamlScalars.Shorten(environment.Name)}'");
            }
            else if (change.IsForAll)
            {
                CheckForAll(place, change, template, problems);
            }
            else if (graph.Find(change.Step) is { } number)
            {
                var retry = TemplateEnvironments.Apply(template.Steps[number].Retry, forAll);
                CheckBackoff(place + "/retry", TemplateEnvironments.Apply(retry, change.Retry), problems);
            }
            else
            {
                var hint = problems.Suggest(change.Step, graph.Names.Append(StepOverride.AllSteps));
                problems.ErrorAt(place + "/name", ProblemCodes.UnknownStep, $"there is no step '{YamlScalars.Shorten(change.Step)}'{hint}");
            }
        }
    }

    private static void CheckForAll(string place, StepOverride change, TaskTemplate template, ProblemList problems)
    {
        var unsound = template.Steps.Select(s => TemplateEnvironments.Apply(s.Retry, change.Retry)).FirstOrDefault(r => r.BackoffBase > r.MaxBackoff);
        if (change.Retry is not null && unsound is not null)
        {
            CheckBackoff(place + "/retry", unsound, problems);
        }

        if (change.Initialization is { } settings && (long)settings.GetRawText().Length * template.Steps.Count > MaxSpreadBytes)
        {
            problems.ErrorAt(place + "/handler/initialization", ProblemCodes.TooLarge, $"these settings, copied to {template.Steps.Count} steps, are more than 4 MiB");
        }
    }

    private static void CheckBackoff(string path, RetryPolicy retry, ProblemList problems)
    {
        if (retry.BackoffBase > retry.MaxBackoff)
        {
            problems.ErrorAt(
                path + "/backoff_base_ms",
                ProblemCodes.OutOfRange,
                $"'backoff_base_ms': {retry.BackoffBase.TotalMilliseconds:0} is more than max_backoff_ms, which is {retry.MaxBackoff.TotalMilliseconds:0}");
        }
    }
}
