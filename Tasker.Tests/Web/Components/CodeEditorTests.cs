using Bunit;
using Tasker.Tests.Support;
using Tasker.Web.Components.Shared;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F142")]
public class CodeEditorTests : ConsoleContext
{
    private readonly BunitJSModuleInterop _editor;

    public CodeEditorTests()
    {
        var module = JSInterop.SetupModule("./js/editor.js");
        module.Mode = JSRuntimeMode.Loose;
        _editor = module.SetupModule("mount", _ => true);
        _editor.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task Problem_Click_GoesToItsPlace()
    {
        var editor = Render<CodeEditor>(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template").Add(e => e.Problems, [new CodeProblem(14, 18, "No step is named x.")]));
        Assert.Equal("14:18", editor.Find(".editor-place").TextContent);
        await editor.ClickAsync(".editor-problems button");
        Assert.Equal([14, 18], Assert.Single(_editor.Invocations["goTo"]).Arguments);
    }

    [Fact]
    public void Value_Rendered_IsSentOnceAndNotAsMarkup()
    {
        var editor = Render<CodeEditor>(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template"));
        editor.Render(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template").Add(e => e.Rows, 9));
        Assert.Equal("a: 1", Assert.Single(_editor.Invocations["write"]).Arguments[0]);
        Assert.Empty(editor.Find("textarea").TextContent);
    }

    [Fact]
    public async Task Draft_Found_IsOffered()
    {
        _editor.Setup<bool>("hasDraft").SetResult(true);
        var editor = Render<CodeEditor>(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template").Add(e => e.DraftKey, "t"));
        await editor.ClickButtonAsync("Discard");
        Assert.Single(_editor.Invocations["forgetDraft"]);
        await editor.WaitForAssertionAsync(() => Assert.Empty(editor.FindAll(".editor-draft")));
    }
}
