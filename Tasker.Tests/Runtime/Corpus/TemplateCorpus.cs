using Tasker.Runtime.Templates;

namespace Tasker.Tests.Runtime.Corpus;

/// <summary>Real templates of the reference system, as files beside the repository. Where they are missing, the tests that need them are skipped and say so.</summary>
internal static class TemplateCorpus
{
    public const string Absent = "No template corpus here: set TASKER_TEMPLATE_CORPUS to its folder.";

    /// <summary>The templates by their path inside the corpus; null: there is no corpus here.</summary>
    public static IReadOnlyDictionary<string, TaskTemplate>? Templates { get; } = Read();

    /// <summary>The text of a template, as it stands in its file.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Folder()!, file));

    /// <summary>The step that a run-time step was made from: itself, or the pattern of its batch.</summary>
    public static StepTemplate Step(TaskTemplate template, string name) =>
        template.Steps.FirstOrDefault(s => s.Name == name)
        ?? template.Steps.Single(s => s.Type == StepType.BatchWorker && name.StartsWith(s.Name + "_", StringComparison.Ordinal));

    private static Dictionary<string, TaskTemplate>? Read() => Folder() is not { } folder
        ? null
        : Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToDictionary(f => Path.GetRelativePath(folder, f), f => TemplateYaml.ParseUtf8(File.ReadAllBytes(f)).Template!);

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("TASKER_TEMPLATE_CORPUS") is { Length: > 0 } named) return named;
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "templates");
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
