using Tasker.Web.Components.Templates;
using Xunit;

namespace Tasker.Tests.Web.Templates;

[Trait("Feature", "F142")]
public class LineDiffTests
{
    [Theory]
    [InlineData("a\nb\nc", "a\nx\nc", " a|-b|+x| c")]
    [InlineData("", "a\nb", "+a|+b")]
    [InlineData("a\nb", "", "-a|-b")]
    [InlineData("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", "-a|-b| c|+b| a| b|-b| a|+c")]
    [InlineData("a\r\nb\r\n", "a\nb", " a| b")]
    public void Compare_TwoTexts_IsAShortestWay(string before, string after, string expected) =>
        Assert.Equal(expected, string.Join('|', LineDiff.Compare(before, after).Select(l => Sign(l.Kind) + l.Text)));

    [Fact]
    public void Compare_ManyRandomTexts_GivesBothTextsBack()
    {
        var random = new Random(11);
        for (var i = 0; i < 500; i++)
        {
            var (before, after) = (Text(random), Text(random));
            var lines = LineDiff.Compare(before, after);
            Assert.Equal(before, string.Join('\n', lines.Where(l => l.OldNo is not null).OrderBy(l => l.OldNo).Select(l => l.Text)));
            Assert.Equal(after, string.Join('\n', lines.Where(l => l.NewNo is not null).OrderBy(l => l.NewNo).Select(l => l.Text)));
            Assert.Equal(lines.Where(l => l.OldNo is not null).Select(l => l.OldNo), lines.Where(l => l.OldNo is not null).Select(l => l.OldNo).Order());
        }
    }

    [Fact]
    public void Compare_TextsWithoutACommonLine_StaysBounded()
    {
        var before = string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"a{i}"));
        var after = string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"b{i}"));
        var lines = LineDiff.Compare(before, after);
        Assert.Equal((10_000, DiffKind.Removed, DiffKind.Added), (lines.Count, lines[0].Kind, lines[^1].Kind));
    }

    [Fact]
    public void WithContext_OneChangeInALongText_SkipsTheRest()
    {
        var before = Enumerable.Range(1, 50).Select(i => $"{i}").ToArray();
        var after = before.Select(l => l == "25" ? "x" : l);
        var shown = LineDiff.WithContext(LineDiff.Compare(string.Join('\n', before), string.Join('\n', after)));
        Assert.Equal(["21 lines are the same", "22", "23", "24", "25", "x", "26", "27", "28", "22 lines are the same"], shown.Select(l => l.Text));
    }

    private static string Text(Random random) => string.Join('\n', Enumerable.Range(0, random.Next(1, 14)).Select(_ => $"{(char)('a' + random.Next(4))}"));

    private static char Sign(DiffKind kind) => kind switch { DiffKind.Added => '+', DiffKind.Removed => '-', _ => ' ' };
}
