using System.Text;

namespace Tasker.Runtime.Templates;

/// <summary>How steps may hang together: names once, dependencies that exist, no way round in a circle.</summary>
internal static class DependencyRules
{
    /// <summary>More cycles than this are not listed one by one.</summary>
    private const int MaxCycles = 100;

    /// <summary>The most steps of one cycle that a message spells out.</summary>
    private const int MaxPath = 200;

    public static void Check(TaskTemplate template, TemplateGraph graph, ProblemList problems)
    {
        CheckUnique(template, problems);
        for (var i = 0; i < template.Steps.Count; i++)
        {
            problems.StepName = template.Steps[i].Name;
            CheckDependencies($"/steps/{i}", template.Steps[i], graph, problems);
            if (graph.Count > 1 && graph.Parents(i).Count == 0 && graph.Children(i).Count == 0)
            {
                problems.WarningAt($"/steps/{i}/name", ProblemCodes.OrphanStep, $"no dependency leads to or from '{YamlScalars.Shorten(template.Steps[i].Name)}'");
            }
        }

        foreach (var cycle in graph.FindCycles(MaxCycles))
        {
            problems.StepName = graph.Names[cycle[0]];
            problems.ErrorAt($"/steps/{cycle[0]}/name", ProblemCodes.CycleDetected, "the steps wait for each other: " + Path(cycle, graph));
        }

        problems.StepName = null;
    }

    /// <summary>Names that differ only in case are the same to a reader. (Accents never get this far: names are ASCII.)</summary>
    private static void CheckUnique(TaskTemplate template, ProblemList problems)
    {
        var first = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < template.Steps.Count; i++)
        {
            var name = template.Steps[i].Name;
            if (name.Length > 0 && !first.TryAdd(name, i))
            {
                var (line, where) = problems.LineOf($"/steps/{first[name]}/name") is { } at ? (at, "line") : (first[name] + 1, "step");
                problems.StepName = name;
                problems.ErrorAt($"/steps/{i}/name", ProblemCodes.DuplicateStepName, $"the name '{YamlScalars.Shorten(name)}' is taken by the step in {where} {line}");
            }
        }

        problems.StepName = null;
    }

    private static void CheckDependencies(string path, StepTemplate step, TemplateGraph graph, ProblemList problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < step.Dependencies.Count; i++)
        {
            var name = step.Dependencies[i];
            var place = $"{path}/dependencies/{i}";
            if (!seen.Add(name))
            {
                problems.WarningAt(place, ProblemCodes.DuplicateDependency, $"'{YamlScalars.Shorten(name)}' is listed twice; it counts once");
            }
            else if (name == step.Name)
            {
                problems.ErrorAt(place, ProblemCodes.SelfDependency, $"the step waits for itself: {name} → {name}");
            }
            else if (graph.Find(name) is null)
            {
                problems.ErrorAt(place, ProblemCodes.MissingDependency, $"there is no step '{YamlScalars.Shorten(name)}'{problems.Suggest(name, graph.Names)}");
            }
        }
    }

    private static string Path(IReadOnlyList<int> cycle, TemplateGraph graph)
    {
        var text = new StringBuilder();
        foreach (var step in cycle.Take(MaxPath))
        {
            text.Append(graph.Names[step]).Append(" → ");
        }

        if (cycle.Count > MaxPath)
        {
            text.Append($"… ({cycle.Count - MaxPath} more) → ");
        }

        return text.Append(graph.Names[cycle[0]]).ToString();
    }
}
