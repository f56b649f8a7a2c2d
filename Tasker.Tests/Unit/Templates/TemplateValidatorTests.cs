using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F092")]
public sealed class TemplateValidatorTests
{
    [Fact]
    public void Validate_SelfDependency_NamesTheLoopAtTheDependency()
    {
        var problem = TemplateYaml.Parse(TemplateText.Steps(("a", ["a"]))).Single(ProblemCodes.SelfDependency);

        Assert.Contains("a → a", problem.Message, StringComparison.Ordinal);
        Assert.Equal((7, 20, "a"), (problem.Line, problem.Column, problem.StepName));
    }

    [Fact]
    public void Validate_CycleOfTwo_NamesThePath()
    {
        var problem = TemplateYaml.Parse(TemplateText.Steps(("a", ["b"]), ("b", ["a"]))).Single(ProblemCodes.CycleDetected);

        Assert.EndsWith(": a → b → a", problem.Message, StringComparison.Ordinal);
        Assert.Equal((5, 11), (problem.Line, problem.Column));
    }

    [Fact]
    public void Validate_CycleOfFifty_NamesTheWholePath()
    {
        var steps = Enumerable.Range(0, 50).Select(i => ($"s{i}", new[] { $"s{(i + 49) % 50}" })).ToArray();
        var expected = string.Join(" → ", Enumerable.Range(0, 51).Select(i => $"s{i % 50}"));

        Assert.EndsWith(": " + expected, TemplateYaml.Parse(TemplateText.Steps(steps)).Single(ProblemCodes.CycleDetected).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_TwoCycles_ListsEachOnce()
    {
        var result = TemplateYaml.Parse(TemplateText.Steps(("a", ["b"]), ("b", ["a"]), ("x", ["z"]), ("y", ["x"]), ("z", ["y"]), ("free", [])));

        Assert.Equal(["a → b → a", "x → y → z → x"], result.Problems.Where(p => p.Code == ProblemCodes.CycleDetected).Select(p => p.Message.Split(": ")[1]));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    public void Validate_DuplicateStepName_NamesBothLines(string second)
    {
        var problem = TemplateYaml.Parse(TemplateText.Steps(("a", []), (second, []))).Single(ProblemCodes.DuplicateStepName);

        Assert.Equal(8, problem.Line);
        Assert.Contains("line 5", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("steps: []", 4, 8)]
    [InlineData("", 1, 1)]
    public void Validate_NoSteps_IsRefused(string steps, int line, int column)
    {
        var problem = TemplateYaml.Parse("name: a\nnamespace_name: t\nversion: 1.0.0\n" + steps).Single(ProblemCodes.NoSteps);

        Assert.Equal((line, column), (problem.Line, problem.Column));
    }

    [Fact]
    public void Validate_CapsOnStepsAndDependencies_AreExact()
    {
        var yaml = TemplateText.Steps(("a", []), ("b", ["a"]), ("c", ["a", "b"]));

        Assert.True(TemplateYaml.Parse(yaml, new() { MaxSteps = 3, MaxEdges = 3 }).IsValid);
        TemplateYaml.Parse(yaml, new() { MaxSteps = 2 }).Single(ProblemCodes.TooManySteps);
        TemplateYaml.Parse(yaml, new() { MaxEdges = 2 }).Single(ProblemCodes.TooManyEdges);
    }

    [Fact]
    public void Validate_MissingDependency_SuggestsTheNearestName()
    {
        var problem = TemplateYaml.Parse(TemplateText.Steps(("validate_order", []), ("ship", ["validate_oder"]))).Single(ProblemCodes.MissingDependency);

        Assert.Contains("did you mean 'validate_order'?", problem.Message, StringComparison.Ordinal);
        Assert.Equal((10, 20), (problem.Line, problem.Column));
    }

    [Fact]
    public void Validate_DependencyListedTwice_IsAWarningAndCountsOnce()
    {
        var result = TemplateYaml.Parse(TemplateText.Steps(("a", []), ("b", ["a", "a"])));

        Assert.Equal(ProblemSeverity.Warning, result.Single(ProblemCodes.DuplicateDependency).Severity);
        Assert.Equal(1, new TemplateGraph(result.Template!).EdgeCount);
    }

    [Fact]
    public void Validate_OrphanStep_IsAWarning() =>
        Assert.Equal(("c", ProblemSeverity.Warning), Tuple(TemplateYaml.Parse(TemplateText.Steps(("a", []), ("b", ["a"]), ("c", []))).Single(ProblemCodes.OrphanStep)));

    [Fact]
    public void Validate_NoResultSchema_IsAnInfo() =>
        Assert.Equal(("only", ProblemSeverity.Info), Tuple(TemplateYaml.Parse(TemplateText.Minimal).Single(ProblemCodes.NoResultSchema)));

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public void Validate_Namespace_IsAtMost29Characters(int length, bool isValid)
    {
        var result = TemplateYaml.Parse(TemplateText.Minimal.Replace("namespace_name: tests", "namespace_name: " + new string('n', length), StringComparison.Ordinal));

        Assert.Equal(isValid, result.Problems.All(p => p.Code != ProblemCodes.NamespaceTooLong));
        Assert.Equal(isValid, result.IsValid);
    }

    [Theory]
    [InlineData("callable: \"\"")]
    [InlineData("callable: \"  \"")]
    public void Validate_EmptyCallable_IsRefused(string callable) =>
        TemplateYaml.Parse(TemplateText.Minimal.Replace("callable: tests.only", callable, StringComparison.Ordinal)).Single(ProblemCodes.EmptyCallable);

    [Theory]
    [InlineData("type: decision", ProblemCodes.DecisionWithoutDependency)]
    [InlineData("type: decision", ProblemCodes.DecisionWithoutBranches)]
    [InlineData("type: deferred_convergence", ProblemCodes.ConvergenceWithoutDependency)]
    [InlineData("type: batchable", ProblemCodes.BatchConfigMissing)]
    [InlineData("type: batch_worker", ProblemCodes.WorkerWithoutBatch)]
    [InlineData("batch_config: {}", ProblemCodes.BatchConfigUnused)]
    [InlineData("{type: batchable, batch_config: {}}", ProblemCodes.WorkerTemplateMissing)]
    [InlineData("{type: batchable, batch_config: {worker_template: nobody}}", ProblemCodes.WorkerTemplateMissing)]
    [InlineData("{type: batchable, batch_config: {worker_template: only}}", ProblemCodes.WorkerTemplateMissing)]
    public void Validate_StepType_NeedsItsSurroundings(string lines, string code)
    {
        var stepLines = lines.StartsWith('{') ? lines[1..^1].Replace(", batch_config", "\nbatch_config", StringComparison.Ordinal) : lines;

        Assert.Equal("only", TemplateYaml.Parse(TemplateText.WithStep(stepLines)).Single(code).StepName);
    }

    [Theory]
    [InlineData("deferred", "deferred_convergence")]
    [InlineData("decision_point", "decision")]
    [InlineData("batchabel", "batchable")]
    public void Validate_StaleStepType_IsRefusedWithTheRightWord(string written, string meant) =>
        Assert.Contains($"did you mean '{meant}'?", TemplateYaml.Parse(TemplateText.WithStep("type: " + written)).Single(ProblemCodes.UnknownEnum).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_TemplateBuiltInCode_HasPathsWithoutLines()
    {
        var template = TemplateYaml.Parse(TemplateText.Minimal).Template! with { Name = "Not a name" };

        var problem = TemplateValidator.Validate(template).Single(p => p.Severity == ProblemSeverity.Error);

        Assert.Equal((ProblemCodes.BadName, "/name", 0), (problem.Code, problem.Path, problem.Line));
    }

    private static (string? Step, ProblemSeverity Severity) Tuple(TemplateProblem problem) => (problem.StepName, problem.Severity);
}
