using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F092")]
public sealed class ProblemTextTests
{
    [Theory]
    [InlineData(ProblemSeverity.Error, "error")]
    [InlineData(ProblemSeverity.Warning, "warning")]
    [InlineData(ProblemSeverity.Info, "info")]
    public void Line_Problem_HasTheFormOfCompilers(ProblemSeverity severity, string word) =>
        Assert.Equal($"a/b.yaml:3:7 {word} BAD_NAME it is bad", ProblemText.Line("a/b.yaml", new(severity, "BAD_NAME", "it is bad", 3, 7)));

    [Fact]
    public void Line_ControlAndDirectionCharacters_AreNotPrinted() =>
        Assert.Equal("f:1:1 error X a [31m b c d", ProblemText.Line("f", new(ProblemSeverity.Error, "X", "a\u001b[31m\u202Eb\nc\u200Bd", 1, 1)));

    [Fact]
    public void Lines_Problems_AreInTheOrderOfTheText()
    {
        TemplateProblem[] problems = [new(ProblemSeverity.Info, "C", "c", 9, 1), new(ProblemSeverity.Error, "B", "b", 2, 5), new(ProblemSeverity.Error, "A", "a", 2, 4)];

        Assert.Equal("f:2:4 error A a\nf:2:5 error B b\nf:9:1 info C c\n", ProblemText.Lines("f", problems));
    }
}
