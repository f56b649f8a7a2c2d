using Tasker.Runtime.Templates;
using Tasker.Web.Components.Templates;
using Xunit;

namespace Tasker.Tests.Web.Templates;

[Trait("Feature", "F142")]
public class TemplateTextTests
{
    [Theory]
    [InlineData("version: \"1.0.0\" # now\nname: a", "version: \"1.0.1\" # now\nname: a")]
    [InlineData("name: a\r\nversion: 1.0.0\r\n", "name: a\r\nversion: \"1.0.1\"\r\n")]
    [InlineData("version: '1.0.0'\nmeta:\n  version: 9", "version: \"1.0.1\"\nmeta:\n  version: 9")]
    [InlineData("meta:\n  version: 9", "meta:\n  version: 9")]
    public void Replace_Version_ChangesNothingElse(string yaml, string expected) => Assert.Equal(expected, VersionText.Replace(yaml, "1.0.1"));

    [Fact]
    public void NewTemplateText_Parsed_HasNoProblem()
    {
        var result = TemplateYaml.Parse(NewTemplateText.Yaml);
        Assert.Equal("", string.Join("; ", result.Problems.Where(p => p.Severity != ProblemSeverity.Info).Select(p => p.Message)));
        Assert.True(result.IsValid);
    }

    [Fact]
    public void TopologyOf_DraftWithCycle_CanBeLaidOut()
    {
        var draft = TemplateYaml.Parse("""
            name: loop
            namespace_name: default
            version: "1.0.0"
            steps:
              - { name: a, dependencies: [c], handler: { callable: x } }
              - { name: b, dependencies: [a], handler: { callable: x } }
              - { name: c, dependencies: [b], handler: { callable: x } }
            """).Draft!;
        var topology = TemplateTopology.Of(draft);
        var scene = Tasker.Web.Components.Graph.GraphScene.Build(topology, new HashSet<int>());
        Assert.Equal((3, 2), (topology.Nodes.Count, scene.Layout.Edges.Count));
    }
}
