using System.Reflection;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F092")]
public sealed class TemplateDocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "templates.md"));

    [Fact]
    public void Page_ListsEveryProblemCode()
    {
        var codes = typeof(ProblemCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.Equal([], codes.Where(code => !Page.Contains($"`{code}`", StringComparison.Ordinal)));
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    public void Page_Example_IsValidWithoutRemarks()
    {
        var start = Page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        var example = Page[start..Page.IndexOf("```", start, StringComparison.Ordinal)];

        Assert.Equal("", ProblemText.Lines("docs/templates.md", TemplateYaml.Parse(example).Problems));
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Tasker.sln")))
        {
            at = at.Parent;
        }

        return at?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
