using Bunit;
using Tasker.Tests.Support;
using Tasker.Web.Components.Shared;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F141")]
public class JsonViewTests : ConsoleContext
{
    [Fact]
    public void Json_Markup_StaysText()
    {
        var view = View("""{"a":"<img src=x onerror=alert(1)>","<b>":"https://evil.example"}""");
        Assert.Empty(view.FindAll("img, b, a"));
        Assert.Contains("<img src=x onerror=alert(1)>", view.Find(".json-string").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Nested_IsATreeThatIsOpenAtTheTop()
    {
        var view = View("""{"order":{"lines":[{"sku":"A"}]},"n":12.50,"ok":true,"none":null}""");
        Assert.Equal(4, view.FindAll("details").Count);
        Assert.Equal(2, view.FindAll("details[open]").Count);
        Assert.Equal("12.50", view.Find(".json-number").TextContent);
    }

    [Fact]
    public async Task Json_OverLimit_IsShownInPortionsWithoutCopy()
    {
        var view = View($"\"{new string('x', 150_000)}\"");
        Assert.Equal(65_536, view.Find("pre").TextContent.Length);
        Assert.Empty(view.FindAll("[data-copy]"));
        await view.ClickAsync(".json-more button");
        await view.WaitForAssertionAsync(() => Assert.Equal(131_072, view.Find("pre").TextContent.Length));
        await view.ClickAsync(".json-more button");
        await view.WaitForAssertionAsync(() => Assert.Empty(view.FindAll(".json-more")));
    }

    [Fact]
    public void Text_NoJson_IsShownNeutralised() => Assert.Equal("oops \\u202E␛[0m", View("oops \u202E\u001b[0m").Find("pre").TextContent);

    [Fact]
    public void Json_TooDeep_IsShownAsText() => Assert.NotNull(View(new string('[', 500) + new string(']', 500)).Find("pre"));

    [Fact]
    public void Text_Null_SaysSo() => Assert.Equal("None", View(null).Find(".json-body").TextContent.Trim());

    private IRenderedComponent<JsonView> View(string? text) => Render<JsonView>(p => p.Add(v => v.Text, text).Add(v => v.Label, "Result"));
}
