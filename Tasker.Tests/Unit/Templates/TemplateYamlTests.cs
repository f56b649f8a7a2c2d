using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F091")]
public sealed class TemplateYamlTests
{
    [Fact]
    public void Parse_Minimal_HasDefaults()
    {
        var result = TemplateYaml.Parse(TemplateText.Minimal);

        Assert.True(result.IsValid);
        var step = result.Template.Steps[0];
        Assert.Empty(result.Findings());
        Assert.Equal(("minimal", "tests", "1.0.0"), (result.Template.Name, result.Template.Namespace, result.Template.Version));
        Assert.Equal((StepType.Standard, TimeSpan.FromSeconds(30), "call"), (step.Type, step.Timeout, step.Handler.Method));
        Assert.Equal(new RetryPolicy { Retryable = true, MaxAttempts = 3, Backoff = BackoffStrategy.Exponential, BackoffBase = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(30) }, step.Retry);
        Assert.Equal("default", result.Template.SystemDependencies.Primary);
        Assert.Equal(FailurePolicy.FinishBranches, result.Template.Lifecycle.FailurePolicy);
        Assert.Equal(IdentityStrategy.Strict, result.Template.IdentityStrategy);
    }

    [Fact]
    public void Parse_FullTemplate_ReadsEveryField()
    {
        var result = TemplateYaml.Parse(FullTemplate.Yaml);

        Assert.Equal("", ProblemText.Lines("full", result.Findings()));
        Assert.Equal(FullTemplate.Stored, TemplateJson.Serialize(result.Template!));
    }

    [Theory]
    [InlineData("strict", IdentityStrategy.Strict)]
    [InlineData("caller_provided", IdentityStrategy.CallerProvided)]
    [InlineData("always_unique", IdentityStrategy.AlwaysUnique)]
    [Trait("Feature", "F011")]
    public void Parse_IdentityStrategy_IsRead(string word, IdentityStrategy expected) =>
        Assert.Equal(expected, TemplateYaml.Parse(TemplateText.With("identity_strategy: " + word)).Template!.IdentityStrategy);

    [Theory]
    [InlineData("finish_branches", FailurePolicy.FinishBranches)]
    [InlineData("stop", FailurePolicy.Stop)]
    public void Parse_FailurePolicy_IsRead(string word, FailurePolicy expected) =>
        Assert.Equal(expected, TemplateYaml.Parse(TemplateText.With($"lifecycle: {{ failure_policy: {word} }}")).Template!.Lifecycle.FailurePolicy);

    [Theory]
    [InlineData("none", BackoffStrategy.None)]
    [InlineData("linear", BackoffStrategy.Linear)]
    [InlineData("exponential", BackoffStrategy.Exponential)]
    [InlineData("fibonacci", BackoffStrategy.Fibonacci)]
    [Trait("Feature", "F055")]
    public void Parse_Backoff_IsReadWithBaseAndCap(string word, BackoffStrategy expected)
    {
        var retry = TemplateYaml.Parse(TemplateText.WithStep($"retry: {{ backoff: {word}, backoff_base_ms: 50, max_backoff_ms: 700, max_attempts: 0, retryable: false }}")).Template!.Steps[0].Retry;

        Assert.Equal(new RetryPolicy { Backoff = expected, BackoffBase = TimeSpan.FromMilliseconds(50), MaxBackoff = TimeSpan.FromMilliseconds(700), MaxAttempts = 0, Retryable = false }, retry);
    }

    [Fact]
    [Trait("Feature", "F055")]
    public void Parse_BaseAboveDefaultCap_RaisesTheCap()
    {
        var retry = TemplateYaml.Parse(TemplateText.WithStep("retry: { backoff_base_ms: 60000 }")).Template!.Steps[0].Retry;

        Assert.Equal(TimeSpan.FromSeconds(60), retry.MaxBackoff);
    }

    [Fact]
    public void Parse_SecondSpellings_MeanTheSame()
    {
        var yaml = """
            name: aliases
            namespace_name: tests
            version: 1.0.0
            steps:
              - { name: first, handler: { callable: a } }
              - { name: second, step_type: decision, depends_on: [first], handler: { callable: b } }
              - { name: third, depends_on: [second], handler: { callable: c } }
            """;

        var step = TemplateYaml.Parse(yaml).Template!.Steps[1];

        Assert.Equal(StepType.Decision, step.Type);
        Assert.Equal(["first"], step.Dependencies);
    }

    [Fact]
    public void Parse_BothSpellings_IsDuplicateKeyAtTheSecond()
    {
        var problem = TemplateYaml.Parse(TemplateText.WithStep("type: standard\nstep_type: decision")).Single(ProblemCodes.DuplicateKey);

        Assert.Equal((9, 16), (problem.Line, problem.Column));
    }

    [Fact]
    public void Parse_Initialization_FollowsYaml12()
    {
        var yaml = TemplateText.WithStep("""
            timeout_seconds: 5
            """).Replace("callable: tests.only", """
            callable: tests.only
                  initialization:
                    texts: [no, on, 2026-11-21, "1", 'true', 1.2.3, 0b1, 1_000]
                    numbers: [1, -7, +3, 007, 0x1F, 0o17, 1.5, .5, 5., 1e3, 123456789012345678901234567890]
                    others: [true, False, null, ~, NULL]
                    empty:
                    nested: { a: [ { b: c } ] }
            """, StringComparison.Ordinal);

        var settings = TemplateYaml.Parse(yaml).Template!.Steps[0].Handler.Initialization!.Value.GetRawText();

        Assert.Equal(
            """{"texts":["no","on","2026-11-21","1","true","1.2.3","0b1","1_000"],"numbers":[1,-7,3,7,31,15,1.5,0.5,5,1000,123456789012345678901234567890],"others":[true,false,null,null,null],"empty":null,"nested":{"a":[{"b":"c"}]}}""",
            settings);
    }

    [Fact]
    public void Parse_ManyMistakes_ReportsThemAllWithTheirPlaces()
    {
        var yaml = """
            name: Bad Name
            namespace_name: tests
            version: 1.10
            lifecycel: {}
            steps:
              - name: a
                handler: { callable: "" }
                timeout_seconds: -1
                dependencies: [b, missing]
              - name: b
                dependencies: a
                retry:
                  backoff: exponental
                  max_attempts: many
            """;

        var found = TemplateYaml.Parse(yaml).Findings().Select(p => $"{p.Line}:{p.Column} {p.Severity} {p.Code} {p.Path} {p.StepName}");

        Assert.Equal(
        [
            "1:7 Error BAD_NAME /name ",
            "3:10 Error BAD_VERSION /version ",
            "4:1 Warning UNKNOWN_KEY /lifecycel ",
            "7:26 Error EMPTY_CALLABLE /steps/0/handler/callable a",
            "8:22 Error OUT_OF_RANGE /steps/0/timeout_seconds a",
            "9:23 Error MISSING_DEP_REF /steps/0/dependencies/1 a",
            "10:5 Error MISSING_KEY /steps/1/handler b",
            "11:19 Error WRONG_TYPE /steps/1/dependencies b",
            "13:16 Error UNKNOWN_ENUM /steps/1/retry/backoff b",
            "14:21 Error WRONG_TYPE /steps/1/retry/max_attempts b",
        ], found);
    }

    [Fact]
    public void Parse_WithErrors_KeepsADraftForPreviewsButNoTemplate()
    {
        var result = TemplateYaml.Parse(TemplateText.Steps(("a", ["b"]), ("b", ["a"])));

        Assert.Null(result.Template);
        Assert.Equal(["a", "b"], result.Draft!.Steps.Select(s => s.Name));
    }

    [Theory]
    [InlineData("naem: x", "'name'")]
    [InlineData("lifecylce: {}", "'lifecycle'")]
    [InlineData("namespace: x", "namespace_name")]
    public void Parse_UnknownTopLevelKey_Suggests(string line, string suggestion)
    {
        var yaml = line.StartsWith("naem", StringComparison.Ordinal) ? TemplateText.Minimal.Replace("name: minimal", line, StringComparison.Ordinal) : TemplateText.With(line);

        Assert.Contains(suggestion, TemplateYaml.Parse(yaml).Single(ProblemCodes.UnknownKey).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownKey_IsAnErrorOnlyInStrictMode()
    {
        var yaml = TemplateText.WithStep("retry: { initial_delay: 2 }");

        Assert.True(TemplateYaml.Parse(yaml).IsValid);
        Assert.False(TemplateYaml.Parse(yaml, new TemplateParseOptions { Strict = true }).IsValid);
        Assert.Contains("backoff_base_ms", TemplateYaml.Parse(yaml).Single(ProblemCodes.UnknownKey).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseUtf8_ByteOrderMark_IsAccepted() =>
        Assert.True(TemplateYaml.ParseUtf8([0xEF, 0xBB, 0xBF, .. System.Text.Encoding.UTF8.GetBytes(TemplateText.Minimal)]).IsValid);
}
