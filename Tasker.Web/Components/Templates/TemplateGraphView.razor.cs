using Microsoft.AspNetCore.Components;
using Tasker.Web.Components.Graph;

namespace Tasker.Web.Components.Templates;

/// <summary>A template's steps as a still picture: no states, no script, so it can follow an author's typing.</summary>
public sealed partial class TemplateGraphView
{
    private static readonly IReadOnlySet<int> NoneOpen = new HashSet<int>();

    private GraphTopology? _drawn;

    /// <summary>The steps; the same instance is never laid out twice.</summary>
    [Parameter, EditorRequired]
    public required GraphTopology Topology { get; set; }

    private GraphScene? Scene { get; set; }

    private string Summary => $"{Topology.Nodes.Count} steps, {Topology.Edges.Count} dependencies";

    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_drawn, Topology))
        {
            _drawn = Topology;
            Scene = GraphScene.Build(Topology, NoneOpen);
        }
    }
}
