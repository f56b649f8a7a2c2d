using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>How things may be called. Names are ASCII, so no two of them look alike and none can climb out of a path or a URL.</summary>
internal static partial class NameRules
{
    private const int MaxNamespace = 29;
    private const int MaxVersion = 50;

    public static void Check(TaskTemplate template, ProblemList problems)
    {
        CheckName("/name", "name", template.Name, problems);
        CheckNamespace(template.Namespace, problems);
        if (template.Version.Length > MaxVersion || !SemanticVersion().IsMatch(template.Version))
        {
            problems.ErrorAt("/version", ProblemCodes.BadVersion, $"'version': '{YamlScalars.Shorten(template.Version)}' is not a version of three parts such as 1.0.0 or 2.1.0-rc.1");
        }

        for (var i = 0; i < template.DomainEvents.Count; i++)
        {
            CheckEvent($"/domain_events/{i}/name", template.DomainEvents[i].Name, problems);
        }

        for (var i = 0; i < template.Steps.Count; i++)
        {
            CheckStep($"/steps/{i}", template.Steps[i], problems);
        }

        foreach (var environment in template.Environments.Where(e => !Name().IsMatch(e.Name)))
        {
            problems.ErrorAt($"/environments/{JsonPointer.Escape(environment.Name)}", ProblemCodes.BadName, NameMessage("environments", environment.Name));
        }
    }

    private static void CheckStep(string path, StepTemplate step, ProblemList problems)
    {
        problems.StepName = step.Name;
        CheckName(path + "/name", "name", step.Name, problems);
        if (string.IsNullOrWhiteSpace(step.Handler.Callable))
        {
            problems.ErrorAt(path + "/handler/callable", ProblemCodes.EmptyCallable, "'callable' names no handler");
        }

        for (var i = 0; i < step.PublishesEvents.Count; i++)
        {
            CheckEvent($"{path}/publishes_events/{i}/name", step.PublishesEvents[i].Name, problems);
        }

        problems.StepName = null;
    }

    private static void CheckName(string path, string key, string name, ProblemList problems)
    {
        if (!Name().IsMatch(name))
        {
            problems.ErrorAt(path, ProblemCodes.BadName, NameMessage(key, name));
        }
    }

    private static void CheckNamespace(string name, ProblemList problems)
    {
        if (name.Length > MaxNamespace)
        {
            problems.ErrorAt("/namespace_name", ProblemCodes.NamespaceTooLong, $"'namespace_name': {name.Length} characters are more than {MaxNamespace}");
            return;
        }

        CheckName("/namespace_name", "namespace_name", name, problems);
    }

    private static void CheckEvent(string path, string name, ProblemList problems)
    {
        if (!EventName().IsMatch(name))
        {
            problems.ErrorAt(path, ProblemCodes.BadName, $"'name': '{YamlScalars.Shorten(name)}' is not an event name: a letter, then up to 254 letters, digits, '.', '_' or '-'");
        }
    }

    private static string NameMessage(string key, string name) =>
        $"'{key}': '{YamlScalars.Shorten(name)}' is not a name: a lower-case letter, then up to 62 of a-z, 0-9 and _";

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9._-]{0,254}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EventName();

    [GeneratedRegex(@"^(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SemanticVersion();
}
