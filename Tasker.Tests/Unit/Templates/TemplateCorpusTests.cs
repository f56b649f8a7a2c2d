using Tasker.Runtime.Templates;
using Xunit;
using Xunit.Abstractions;

namespace Tasker.Tests.Unit.Templates;

/// <summary>Real templates of the reference system. They are not part of this repository; without them the tests say so and end.</summary>
[Trait("Feature", "F091")]
public sealed class TemplateCorpusTests(ITestOutputHelper output)
{
    /// <summary>Keys in the corpus that neither the reference nor Tasker knows.</summary>
    private static readonly string[] ExpectedCodes = [ProblemCodes.UnknownKey, ProblemCodes.OrphanStep];

    [Fact]
    public void Parse_EveryFile_IsValid()
    {
        var files = Files();
        var refused = files
            .Select(f => (File: f, Result: TemplateYaml.ParseUtf8(File.ReadAllBytes(f))))
            .Where(x => !x.Result.IsValid)
            .Select(x => ProblemText.Lines(x.File, x.Result.Problems));

        Assert.Equal("", string.Concat(refused));
        Assert.True(files.Count is 0 or >= 60, $"only {files.Count} files");
    }

    [Fact]
    public void Parse_EveryFile_WarnsOfUnknownKeysAndOrphansOnly()
    {
        var others = Files()
            .SelectMany(f => TemplateYaml.ParseUtf8(File.ReadAllBytes(f)).Findings().Select(p => (File: f, Problem: p)))
            .Where(x => !ExpectedCodes.Contains(x.Problem.Code))
            .Select(x => ProblemText.Line(x.File, x.Problem));

        Assert.Equal("", string.Join('\n', others));
    }

    [Fact]
    public void Parse_StrictMode_RefusesTheFilesWithUnknownKeys()
    {
        var strict = new TemplateParseOptions { Strict = true };
        foreach (var file in Files())
        {
            var text = File.ReadAllBytes(file);
            var hasUnknown = TemplateYaml.ParseUtf8(text).Problems.Any(p => p.Code == ProblemCodes.UnknownKey);

            Assert.Equal(!hasUnknown, TemplateYaml.ParseUtf8(text, strict).IsValid);
        }
    }

    [Fact]
    public void Parse_EveryFile_IsAcyclicAndRoundTripsThroughStorage()
    {
        foreach (var file in Files())
        {
            var template = TemplateYaml.ParseUtf8(File.ReadAllBytes(file)).Template!;
            var stored = TemplateJson.Serialize(template);

            Assert.Empty(new TemplateGraph(template).FindCycles());
            Assert.Equal(stored, TemplateJson.Serialize(TemplateJson.Deserialize(stored)));
            Assert.All(template.Environments, e => TemplateJson.Serialize(TemplateEnvironments.Resolve(template, e.Name)));
        }
    }

    [Fact]
    public void Parse_KnownFile_ReadsItsValues()
    {
        if (Files().SingleOrDefault(f => f.EndsWith("rust/dlq_staleness_test.yaml", StringComparison.Ordinal)) is not { } file)
        {
            return;
        }

        var template = TemplateYaml.ParseUtf8(File.ReadAllBytes(file)).Template!;

        Assert.Equal(TimeSpan.FromMinutes(2), template.Lifecycle.MaxWaitingForRetry);
        Assert.Equal(["dlq_step_1"], template.Steps[1].Dependencies);
        Assert.Equal(2, TemplateEnvironments.Resolve(template, "test").Steps[0].Retry.MaxAttempts);
    }

    private List<string> Files()
    {
        if (Folder() is { } folder)
        {
            return [.. Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        }

        output.WriteLine("No template corpus here: set TASKER_TEMPLATE_CORPUS to its folder.");
        return [];
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("TASKER_TEMPLATE_CORPUS") is { Length: > 0 } named)
        {
            return named;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var candidate = Path.Combine(at.FullName, "shared", "templates");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
