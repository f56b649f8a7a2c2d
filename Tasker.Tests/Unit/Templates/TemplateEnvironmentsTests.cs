using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F093")]
public sealed class TemplateEnvironmentsTests
{
    private const string Yaml = """
        name: env
        namespace_name: tests
        version: 1.0.0
        steps:
          - name: a
            handler: { callable: a, initialization: { url: live, deep: { x: 1, y: 2 }, kept: true } }
            timeout_seconds: 60
            retry: { max_attempts: 5, backoff: linear, backoff_base_ms: 500, max_backoff_ms: 9000 }
          - { name: b, handler: { callable: b }, dependencies: [a] }
        environments:
          test:
            steps:
              - name: a
                handler: { initialization: { url: fake, deep: { x: 9 }, added: 1 } }
                retry: { max_attempts: 1 }
              - name: ALL
                timeout_seconds: 5
                handler: { initialization: { url: all, trace: true } }
                retry: { max_attempts: 2, backoff: none }
          quiet:
        """;

    private static readonly TaskTemplate Template = TemplateYaml.Parse(Yaml).Template!;

    [Fact]
    public void Resolve_NamedStep_WinsOverAll()
    {
        var step = TemplateEnvironments.Resolve(Template, "test").Steps[0];

        Assert.Equal(TimeSpan.FromSeconds(5), step.Timeout);
        Assert.Equal(new RetryPolicy { MaxAttempts = 1, Backoff = BackoffStrategy.None, BackoffBase = TimeSpan.FromMilliseconds(500), MaxBackoff = TimeSpan.FromSeconds(9) }, step.Retry);
    }

    [Fact]
    public void Resolve_Initialization_IsMergedAtItsTopLevel() =>
        Assert.Equal("""{"kept":true,"trace":true,"url":"fake","deep":{"x":9},"added":1}""", TemplateEnvironments.Resolve(Template, "test").Steps[0].Handler.Initialization!.Value.GetRawText());

    [Fact]
    public void Resolve_All_ReachesStepsThatAreNotNamed()
    {
        var step = TemplateEnvironments.Resolve(Template, "test").Steps[1];

        Assert.Equal((TimeSpan.FromSeconds(5), 2, """{"url":"all","trace":true}"""), (step.Timeout, step.Retry.MaxAttempts, step.Handler.Initialization!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("quiet")]
    [InlineData("unknown")]
    [InlineData("TEST")]
    public void Resolve_NothingToChange_GivesTheTemplateWithoutEnvironments(string environment) =>
        Assert.Equal(TemplateJson.Serialize(Template with { Environments = [] }), TemplateJson.Serialize(TemplateEnvironments.Resolve(Template, environment)));

    [Theory]
    [InlineData("{ name: nobody }", ProblemCodes.UnknownStep)]
    [InlineData("{ name: all }", ProblemCodes.UnknownStep)]
    [InlineData("{ name: a, timeout_seconds: 0 }", ProblemCodes.OutOfRange)]
    [InlineData("{ name: b, retry: { backoff_base_ms: 31000 } }", ProblemCodes.OutOfRange)]
    [InlineData("{ name: ALL, retry: { max_backoff_ms: 400 } }", ProblemCodes.OutOfRange)]
    [InlineData("{ name: a, handler: { callable: other } }", ProblemCodes.UnknownKey)]
    [InlineData("{ timeout_seconds: 5 }", ProblemCodes.MissingKey)]
    public void Parse_UnsoundChange_IsReportedInItsLine(string change, string code)
    {
        var yaml = Yaml.Replace("  quiet:", "  quiet:\n    steps:\n      - " + change, StringComparison.Ordinal);

        var problem = TemplateYaml.Parse(yaml).Findings()[0];

        Assert.Equal((code, 22), (problem.Code, problem.Line));
    }

    [Fact]
    public void Parse_StepChangedTwice_IsRefused() =>
        TemplateYaml.Parse(Yaml.Replace("  quiet:", "  quiet:\n    steps: [{ name: a }, { name: a }]", StringComparison.Ordinal)).Single(ProblemCodes.DuplicateStepName);

    [Fact]
    public void Parse_HugeSettingsForAll_AreRefusedBeforeTheyAreCopied()
    {
        var steps = Enumerable.Range(0, 300).Select(i => ($"s{i}", Array.Empty<string>())).ToArray();
        var yaml = TemplateText.Steps(steps) + "environments: { test: { steps: [ { name: ALL, handler: { initialization: { a: " + new string('x', 20_000) + " } } } ] } }\n";

        TemplateYaml.Parse(yaml).Single(ProblemCodes.TooLarge);
    }
}
