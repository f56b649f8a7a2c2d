using System.Globalization;
using System.Text.RegularExpressions;
using Bunit;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Tasker.Web.Components.Shared;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F146")]
public partial class StateLookTests : ConsoleContext
{
    private static readonly string[] Hues = ["idle", "queued", "running", "settling", "waiting", "done", "failed", "dead", "person", "unknown"];

    [Fact]
    public void ForStep_EveryState_HasItsOwnLook() =>
        Assert.All(Enum.GetValues<StepState>(), s => Assert.NotEqual("s-unknown", StateLooks.ForStep(s.Text()).CssClass));

    [Fact]
    public void ForTask_EveryState_HasItsOwnLook() =>
        Assert.All(Enum.GetValues<TaskState>(), s => Assert.NotEqual("s-unknown", StateLooks.ForTask(s.Text()).CssClass));

    [Fact]
    public void Steps_SameColour_DifferByShapeOrWord() =>
        Assert.All(StateLooks.Steps.GroupBy(l => l.CssClass), g => Assert.Equal(g.Count(), g.Select(l => (l.Shape.Id, l.Word)).Distinct().Count()));

    [Fact]
    public void Chip_UnknownState_ShowsItsOwnName()
    {
        var chip = Render<StateChip>(p => p.Add(c => c.Step, "<b>teleporting</b>"));
        Assert.Equal("<b>teleporting</b>", chip.Find(".chip-word").TextContent);
        Assert.Contains("s-unknown", chip.Find(".chip").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void Chip_KnownState_HasShapeAndWord()
    {
        var chip = Render<StateChip>(p => p.Add(c => c.Step, "error").Add(c => c.Detail, "5/5"));
        Assert.Equal("Failed", chip.Find(".chip-word").TextContent);
        Assert.Equal("true", chip.Find("svg").GetAttribute("aria-hidden"));
        Assert.NotEmpty(chip.FindAll("path"));
        Assert.Equal("5/5", chip.Find(".chip-detail").TextContent);
    }

    [Theory]
    [InlineData(":root")]
    [InlineData("[data-theme=\"dark\"]")]
    public void Css_TextContrast_IsAtLeastFourAndAHalf(string theme)
    {
        var tokens = Tokens(theme);
        (string Text, string Ground)[] pairs =
        [
            .. Hues.SelectMany(h => new[] { (h, "panel"), (h, $"{h}-soft") }),
            ("ink", "bg"), ("ink", "panel"), ("ink-soft", "panel"), ("ink-soft", "bg"), ("ink-faint", "panel"), ("ink-faint", "bg"), ("ink-faint", "sunken"),
            ("accent", "panel"), ("accent", "bg"), ("accent", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-hover"), ("panel", "danger"), ("panel", "failed"),
        ];
        Assert.All(pairs, p => Assert.True(Contrast(tokens[p.Text], tokens[p.Ground]) >= 4.5, $"{p.Text} on {p.Ground}: {Contrast(tokens[p.Text], tokens[p.Ground]):0.00}"));
        Assert.True(Contrast(tokens["line-strong"], tokens["panel"]) >= 3, "edges and field borders");
    }

    private static Dictionary<string, string> Tokens(string theme)
    {
        var css = File.ReadAllText(Path.Combine(Repository.Root, "Tasker.Web/wwwroot/css/tasker.css"));
        var start = css.IndexOf($"{theme} {{", StringComparison.Ordinal);
        var block = css[start..css.IndexOf('}', start)];
        return Token().Matches(block).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["hex"].Value);
    }

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));
    }

    [GeneratedRegex(@"--(?<name>[a-z-]+): #(?<hex>[0-9a-f]{6});", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}
