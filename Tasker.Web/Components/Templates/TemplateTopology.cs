using Tasker.Runtime.Templates;
using Tasker.Web.Components.Graph;

namespace Tasker.Web.Components.Templates;

/// <summary>A template's steps as the graph draws them, also of a text that is still being written. Pure.</summary>
internal static class TemplateTopology
{
    /// <summary>The steps with their handlers; steps on a cycle are there, but the dependencies that close it are not drawn.</summary>
    public static GraphTopology Of(TaskTemplate template)
    {
        var graph = new TemplateGraph(template);
        var nodes = template.Steps.Select((step, no) => new GraphNode(no, step.Name, step.Handler.Callable)).ToList();
        var edges = graph.Edges.Where(e => graph.LevelOf(e.Child) >= 0 || (graph.LevelOf(e.Parent) < 0 && e.Parent < e.Child));
        return new GraphTopology(nodes, [.. edges.Select(e => new GraphEdge(e.Parent, e.Child))]);
    }
}
