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
    public void Problem_Click_GoesToItsPlace()
    {
        var editor = Render<CodeEditor>(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template").Add(e => e.Problems, [new CodeProblem(14, 18, "No step is named x.")]));
        Assert.Equal("14:18", editor.Find(".editor-place").TextContent);
        editor.Find(".editor-problems button").Click();
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
    public void Draft_Found_IsOffered()
    {
        _editor.Setup<bool>("hasDraft").SetResult(true);
        var editor = Render<CodeEditor>(p => p.Add(e => e.Value, "a: 1").Add(e => e.Label, "Template").Add(e => e.DraftKey, "t"));
        editor.WaitForAssertion(() => Assert.NotNull(editor.Find(".editor-draft")));
        editor.FindAll(".editor-draft button")[1].Click();
        Assert.Single(_editor.Invocations["forgetDraft"]);
        Assert.Empty(editor.FindAll(".editor-draft"));
    }
}
