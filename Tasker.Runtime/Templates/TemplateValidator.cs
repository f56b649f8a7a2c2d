namespace Tasker.Runtime.Templates;

/// <summary>The rules that a template must keep beyond the types and ranges of its single values.</summary>
public static class TemplateValidator
{
    /// <summary>
    /// All problems of a template that was built in code. They have paths but no lines. Ranges of single values are checked
    /// only where text is read (<see cref="TemplateYaml"/>).
    /// </summary>
    /// <param name="template">The template.</param>
    /// <param name="options">The bounds on steps and dependencies, and strictness; null takes the defaults.</param>
    public static IReadOnlyList<TemplateProblem> Validate(TaskTemplate template, TemplateParseOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(template);
        options ??= TemplateParseOptions.Default;
        var problems = new ProblemList(options.Strict);
        Check(template, options, problems);
        return problems.InOrder();
    }

    internal static void Check(TaskTemplate template, TemplateParseOptions options, ProblemList problems)
    {
        NameRules.Check(template, problems);
        SchemaRules.Check(template, problems);
        SettingRules.Check(template, problems);
        if (template.Steps.Count == 0)
        {
            problems.ErrorAt("/steps", ProblemCodes.NoSteps, "a template needs at least one step");
            return;
        }

        if (template.Steps.Count > options.MaxSteps)
        {
            problems.ErrorAt("/steps", ProblemCodes.TooManySteps, $"{template.Steps.Count} steps are more than {options.MaxSteps}");
            return;
        }

        var edges = template.Steps.Sum(s => (long)s.Dependencies.Count);
        if (edges > options.MaxEdges)
        {
            problems.ErrorAt("/steps", ProblemCodes.TooManyEdges, $"{edges} dependencies are more than {options.MaxEdges}");
            return;
        }

        var graph = new TemplateGraph(template);
        DependencyRules.Check(template, graph, problems);
        StepTypeRules.Check(template, graph, problems);
        EnvironmentRules.Check(template, graph, problems);
    }
}
