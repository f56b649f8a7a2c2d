using System.Diagnostics;
using System.Text;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

/// <summary>The catalogue of bad templates: each is refused with the right code, none harms the process.</summary>
[Trait("Feature", "F091")]
public sealed class TemplateBadInputTests
{
    [Theory]
    [InlineData("a: &x 1\n", 1, 4)]
    [InlineData("a: *x\n", 1, 4)]
    [InlineData("a: &x [1]\nb: *x\n", 1, 4)]
    [InlineData("base: {a: 1}\n<<: {b: 2}\n", 2, 1)]
    public void Parse_AnchorAliasOrMergeKey_IsRefused(string yaml, int line, int column) =>
        AssertRefused(ProblemCodes.AliasNotAllowed, line, column, TemplateYaml.Parse(yaml));

    [Theory]
    [InlineData("!System.Diagnostics.Process,System {a: 1}", 1)]
    [InlineData("a: !!str 5", 4)]
    [InlineData("a: ! x", 4)]
    [InlineData("a: !!set [1]", 4)]
    public void Parse_Tag_IsRefusedOnScalarsToo(string yaml, int column) =>
        AssertRefused(ProblemCodes.TagNotAllowed, 1, column, TemplateYaml.Parse(yaml));

    [Theory]
    [InlineData('[')]
    [InlineData('-')]
    public void Parse_HundredThousandOpenLists_IsRefusedAndTheProcessLives(char open)
    {
        var yaml = string.Concat(Enumerable.Repeat(open + " ", 100_000));

        Assert.Equal(ProblemCodes.TooDeep, Assert.Single(TemplateYaml.Parse(yaml).Problems).Code);
    }

    [Fact]
    public void Parse_AliasBomb_CostsNothing()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 9; i++)
        {
            bomb.Append($"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 9)).Append("]\n");
        }

        TemplateYaml.Parse(TemplateText.Minimal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = TemplateYaml.Parse(bomb.ToString());

        AssertRefused(ProblemCodes.AliasNotAllowed, 1, 5, result);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Theory]
    [InlineData(33, 1, 33)]
    [InlineData(1000, 1, 33)]
    public void Parse_TooDeep_NamesTheFirstTooDeepPlace(int depth, int line, int column) =>
        AssertRefused(ProblemCodes.TooDeep, line, column, TemplateYaml.Parse(new string('[', depth) + new string(']', depth)));

    [Fact]
    public void Parse_DeepestAllowed_IsNotTooDeep()
    {
        var nested = new string('[', 27) + new string(']', 27);

        Assert.True(TemplateYaml.Parse(TemplateText.Minimal + "      initialization: { a: " + nested + " }\n").IsValid);
    }

    [Fact]
    public void Parse_OneByteTooMany_IsRefusedBeforeReading()
    {
        var fits = TemplateText.Minimal + "#" + new string('x', (256 * 1024) - TemplateText.Minimal.Length - 1);

        Assert.True(TemplateYaml.Parse(fits).IsValid);
        AssertRefused(ProblemCodes.TooLarge, 1, 1, TemplateYaml.Parse(fits + "x"));
        AssertRefused(ProblemCodes.TooLarge, 1, 1, TemplateYaml.Parse(fits[..^1] + "é"));
        AssertRefused(ProblemCodes.TooLarge, 1, 1, TemplateYaml.ParseUtf8(new byte[50_000_000]));
    }

    [Fact]
    public void Parse_TooManyNodes_IsRefused() =>
        Assert.Equal(ProblemCodes.TooManyNodes, Assert.Single(TemplateYaml.Parse("a: [" + string.Concat(Enumerable.Repeat("1,", 20_000)) + "]").Problems).Code);

    [Fact]
    public void Parse_TwoDocuments_IsRefusedAtTheSecond() =>
        AssertRefused(ProblemCodes.OneDocument, 8, 1, TemplateYaml.Parse(TemplateText.Minimal + "---\nname: b\n"));

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("# only a remark", "nothing")]
    [InlineData("[1, 2]", "a list")]
    [InlineData("just text", "the text 'just text'")]
    public void Parse_NoMapping_SaysWhatWasFound(string yaml, string found) =>
        Assert.Contains(found, TemplateYaml.Parse(yaml).Single(ProblemCodes.WrongType).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a: [1, 2", 2, 1)]
    [InlineData("a: b\n c: d", 2, 3)]
    [InlineData("a: \"\\x\"", 1, 4)]
    [InlineData("a: \"\\UFFFFFFFF\"", 1, 2)]
    [InlineData("@", 1, 1)]
    public void Parse_BrokenYaml_IsSyntaxWithItsPlace(string yaml, int line, int column) =>
        AssertRefused(ProblemCodes.Syntax, line, column, TemplateYaml.Parse(yaml + (line == 2 && yaml[^1] == '2' ? "\n" : "")));

    [Fact]
    public void Parse_DuplicateKey_NamesBothLines()
    {
        var problem = TemplateYaml.Parse(TemplateText.With("description: a\ndescription: b")).Single(ProblemCodes.DuplicateKey);

        Assert.Equal((9, 1), (problem.Line, problem.Column));
        Assert.Contains("line 8", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: minimal\0", 1, 14)]
    [InlineData("a\u0007: 1", 1, 2)]
    [InlineData("a: \"\\0\"", 1, 4)]
    public void Parse_CharactersThatCannotBeStored_AreRefused(string yaml, int line, int column) =>
        AssertRefused(ProblemCodes.Encoding, line, column, TemplateYaml.Parse(yaml));

    [Fact]
    public void Parse_HalfASurrogatePair_IsRefused()
    {
        // Not a theory: attributes are stored as UTF-8 and cannot carry it.
        AssertRefused(ProblemCodes.Encoding, 2, 10, TemplateYaml.Parse("name: x\nversion: \uD800"));
        AssertRefused(ProblemCodes.Encoding, 1, 7, TemplateYaml.Parse("name: \uDC00\uD800"));
        AssertRefused(ProblemCodes.Syntax, 1, 4, TemplateYaml.Parse("a: \"\\ud800\""));
    }

    [Fact]
    public void Parse_Emoji_IsText() =>
        Assert.Equal("done 😀", TemplateYaml.Parse(TemplateText.With("description: done 😀")).Template!.Description);

    [Fact]
    public void ParseUtf8_InvalidBytes_NamesTheirPlace() =>
        AssertRefused(ProblemCodes.Encoding, 2, 7, TemplateYaml.ParseUtf8([.. "name: é\nother: "u8.ToArray()[..^1], 0xC3, 0x28]));

    [Theory]
    [InlineData("steps: 5", "a list", "the number 5")]
    [InlineData("metadata: [1]", "a mapping", "a list")]
    [InlineData("description: 5", "text", "the number 5; put it in quotes")]
    [InlineData("description: { a: b }", "text", "a mapping")]
    [InlineData("identity_strategy: true", "one of strict, caller_provided, always_unique", "the truth value true")]
    public void Parse_WrongType_NamesBothTypes(string line, string expected, string found)
    {
        var yaml = "name: a\nnamespace_name: t\nversion: 1.0.0\n" + line + "\n";
        var problem = TemplateYaml.Parse(yaml).Single(ProblemCodes.WrongType);

        Assert.Contains($"expected {expected}, found {found}", problem.Message, StringComparison.Ordinal);
        Assert.Equal((4, line.IndexOf(' ', StringComparison.Ordinal) + 2), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("1.10", false)]
    [InlineData("1", false)]
    [InlineData("\"1.10\"", false)]
    [InlineData("\"1.0.0.0\"", false)]
    [InlineData("\"01.0.0\"", false)]
    [InlineData("v1.0.0", false)]
    [InlineData("1.0.0-", false)]
    [InlineData("1.0.0", true)]
    [InlineData("\"1.10.0\"", true)]
    [InlineData("2.0.0-rc.1+build.5", true)]
    public void Parse_Version_HasThreeParts(string version, bool isValid)
    {
        var result = TemplateYaml.Parse(TemplateText.Minimal.Replace("1.0.0", version, StringComparison.Ordinal));

        Assert.Equal(isValid, result.IsValid);
        Assert.Equal(isValid, result.Problems.All(p => p.Code != ProblemCodes.BadVersion));
    }

    [Fact]
    public void Parse_VersionReadAsNumber_SaysHowToWriteIt()
    {
        var problem = TemplateYaml.Parse(TemplateText.Minimal.Replace("1.0.0", "1.10", StringComparison.Ordinal)).Single(ProblemCodes.BadVersion);

        Assert.Contains("1.10 without quotes is a number", problem.Message, StringComparison.Ordinal);
        Assert.Equal((3, 10), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("no", null)]
    [InlineData("on", null)]
    [InlineData("constructor", null)]
    [InlineData("2026-11-21", ProblemCodes.BadName)]
    [InlineData("0x1F", ProblemCodes.WrongType)]
    [InlineData("1e3", ProblemCodes.WrongType)]
    [InlineData("true", ProblemCodes.WrongType)]
    [InlineData("~", ProblemCodes.MissingKey)]
    [InlineData("", ProblemCodes.MissingKey)]
    [InlineData("\"\"", ProblemCodes.BadName)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901_3", null)]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901__4", ProblemCodes.BadName)]
    [InlineData("../x", ProblemCodes.BadName)]
    [InlineData("a/b", ProblemCodes.BadName)]
    [InlineData("A B", ProblemCodes.BadName)]
    [InlineData("\"a \"", ProblemCodes.BadName)]
    [InlineData("\"a\\n\"", ProblemCodes.BadName)]
    [InlineData("a😀", ProblemCodes.BadName)]
    [InlineData("a\u202Eb", ProblemCodes.BadName)]
    [InlineData("a\u200Bb", ProblemCodes.BadName)]
    [InlineData("\u0430bc", ProblemCodes.BadName)]
    [InlineData("__proto__", ProblemCodes.BadName)]
    public void Parse_StepName_IsANameOrRefused(string written, string? code)
    {
        var result = TemplateYaml.Parse(TemplateText.Minimal.Replace("name: only", "name: " + written, StringComparison.Ordinal));

        Assert.Equal(code is null ? [] : [code], result.Findings().Select(p => p.Code));
    }

    [Theory]
    [InlineData("-1", ProblemCodes.OutOfRange)]
    [InlineData("0", ProblemCodes.OutOfRange)]
    [InlineData("0.5", ProblemCodes.OutOfRange)]
    [InlineData(".nan", ProblemCodes.OutOfRange)]
    [InlineData("-.inf", ProblemCodes.OutOfRange)]
    [InlineData("1e99", ProblemCodes.OutOfRange)]
    [InlineData("99999999999999999999999999", ProblemCodes.OutOfRange)]
    [InlineData("31622400", ProblemCodes.OutOfRange)]
    [InlineData("604801", ProblemCodes.OutOfRange)]
    [InlineData("\"10\"", ProblemCodes.WrongType)]
    [InlineData("10s", ProblemCodes.WrongType)]
    [InlineData("1", null)]
    [InlineData("604800", null)]
    public void Parse_Timeout_IsWholeSecondsWithinAWeek(string written, string? code) =>
        AssertStepFinding("timeout_seconds: " + written, code);

    [Theory]
    [InlineData("{ max_attempts: 0 }", null)]
    [InlineData("{ max_attempts: 100 }", null)]
    [InlineData("{ max_attempts: 101 }", ProblemCodes.OutOfRange)]
    [InlineData("{ max_attempts: -1 }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff_base_ms: 0 }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff_base_ms: .nan }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff_base_ms: 3600001 }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff_base_ms: 2000, max_backoff_ms: 1999 }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff_base_ms: 2000, max_backoff_ms: 2000 }", null)]
    [InlineData("{ max_backoff_ms: 86400001 }", ProblemCodes.OutOfRange)]
    [InlineData("{ backoff: sometimes }", ProblemCodes.UnknownEnum)]
    [InlineData("{ retryable: yes }", ProblemCodes.WrongType)]
    [Trait("Feature", "F055")]
    public void Parse_Retry_IsWithinItsRanges(string written, string? code) => AssertStepFinding("retry: " + written, code);

    [Theory]
    [InlineData("batch_size: 0")]
    [InlineData("batch_size: 100001")]
    [InlineData("parallelism: 0")]
    [InlineData("parallelism: 1000000000")]
    public void Parse_BatchConfig_IsWithinItsRanges(string written) =>
        TemplateYaml.Parse(TemplateText.WithStep($"batch_config: {{ {written} }}")).Single(ProblemCodes.OutOfRange);

    [Theory]
    [InlineData("{ password: hunter2 }", ProblemCodes.SecretLiteral)]
    [InlineData("{ nested: [ { api_key: abc } ] }", ProblemCodes.SecretLiteral)]
    [InlineData("{ key_id: AKIAIOSFODNN7EXAMPLE }", ProblemCodes.SecretLiteral)]
    [InlineData("{ pem: \"-----BEGIN RSA PRIVATE KEY-----\" }", ProblemCodes.SecretLiteral)]
    [InlineData("{ db: postgres://me:pw@host/db }", ProblemCodes.SecretLiteral)]
    [InlineData("{ password: secret://db_password }", null)]
    [InlineData("{ password_field: email }", null)]
    [InlineData("{ greeting: \"{{ config.name }}\" }", ProblemCodes.UnknownSyntax)]
    [InlineData("{ home: \"${env:HOME}\" }", ProblemCodes.UnknownSyntax)]
    [InlineData("{ price: \"5 $ {each}\" }", null)]
    public void Parse_Settings_HoldNeitherSecretsNorExpressions(string settings, string? code)
    {
        var result = TemplateYaml.Parse(TemplateText.Minimal + "      initialization: " + settings + "\n");

        Assert.Equal(code is null ? [] : [code], result.Findings().Select(p => p.Code));
    }

    [Theory]
    [InlineData("{ pattern: '(' }", ProblemCodes.SchemaRegex, "/input_schema/pattern")]
    [InlineData("{ pattern: '(?=a)b' }", ProblemCodes.SchemaRegex, "/input_schema/pattern")]
    [InlineData("{ properties: { a: { $ref: 'http://example.org/x.json' } } }", ProblemCodes.SchemaRef, "/input_schema/properties/a/$ref")]
    [InlineData("{ $ref: 'file:///etc/passwd' }", ProblemCodes.SchemaRef, "/input_schema/$ref")]
    [InlineData("{ type: text }", ProblemCodes.SchemaKeyword, "/input_schema/type")]
    [InlineData("[ 1 ]", ProblemCodes.SchemaNotObject, "/input_schema")]
    [InlineData("{ type: array }", ProblemCodes.SchemaNotObject, "/input_schema/type")]
    [Trait("Feature", "F095")]
    public void Parse_Schema_MustCompile(string schema, string code, string path) =>
        Assert.Contains(TemplateYaml.Parse(TemplateText.With("input_schema: " + schema)).Problems, p => p.Code == code && p.Path == path && p.Line == 8);

    [Fact]
    public void Parse_AnyMutilatedText_NeverThrowsAndEndsSoon()
    {
        string[] pieces = ["[", "]", "{", "}", "&a ", "*a", "!!x ", "<<: ", "\t", "\n", "- ", "? ", ": ", "'", "\"", "|", "> ", "%YAML 9", "---\n", "\0", "\ud800", ".nan", "\"\\UFFFFFFFF\"", "!<> "];
        var random = new Random(20261121);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 3000; i++)
        {
            var text = new StringBuilder(FullTemplate.Yaml);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                var at = random.Next(text.Length);
                if (random.Next(2) == 0)
                {
                    text.Insert(at, pieces[random.Next(pieces.Length)]);
                }
                else
                {
                    text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                }
            }

            var result = TemplateYaml.Parse(text.ToString());

            Assert.True(result.IsValid == result.Problems.All(p => p.Severity != ProblemSeverity.Error), text.ToString());
            Assert.All(result.Problems, p => Assert.True(p is { Line: > 0, Column: > 0 }, text.ToString()));
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    private static void AssertStepFinding(string stepLine, string? code) =>
        Assert.Equal(code is null ? [] : [code], TemplateYaml.Parse(TemplateText.WithStep(stepLine)).Findings().Select(p => p.Code));

    private static void AssertRefused(string code, int line, int column, TemplateParseResult result)
    {
        var problem = Assert.Single(result.Problems);
        Assert.Equal((code, line, column), (problem.Code, problem.Line, problem.Column));
        Assert.False(result.IsValid);
        Assert.Null(result.Draft);
    }
}
