using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

/// <summary>Template texts for tests, each with one thing that is special.</summary>
internal static class TemplateText
{
    public const string Minimal = """
        name: minimal
        namespace_name: tests
        version: 1.0.0
        steps:
          - name: only
            handler:
              callable: tests.only

        """;

    /// <summary>A template with the given top-level lines after the header, and one step.</summary>
    public static string With(string topLevel) => Minimal + topLevel.TrimEnd() + "\n";

    /// <summary>A template whose only step has the given lines, indented under it.</summary>
    public static string WithStep(string stepLines) => Minimal + Indent(stepLines, 4);

    /// <summary>A template with the given steps: name and dependencies.</summary>
    public static string Steps(params (string Name, string[] Dependencies)[] steps) =>
        "name: graph\nnamespace_name: tests\nversion: 1.0.0\nsteps:\n" + string.Concat(steps.Select(s =>
            $"  - name: {s.Name}\n    handler: {{ callable: tests.{s.Name} }}\n    dependencies: [{string.Join(", ", s.Dependencies)}]\n"));

    /// <summary>What matters of a result: no remarks about missing result schemas.</summary>
    public static IReadOnlyList<TemplateProblem> Findings(this TemplateParseResult result) =>
        [.. result.Problems.Where(p => p.Severity != ProblemSeverity.Info)];

    public static TemplateProblem Single(this TemplateParseResult result, string code) => Assert.Single(result.Problems, p => p.Code == code);

    private static string Indent(string text, int by) =>
        string.Concat(text.TrimEnd().Split('\n').Select(line => new string(' ', by) + line + "\n"));
}
