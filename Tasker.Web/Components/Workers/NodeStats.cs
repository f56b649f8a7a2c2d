using System.Text.Json;
using Tasker.Runtime.Engine;

namespace Tasker.Web.Components.Workers;

/// <summary>Reads what a node wrote about itself with its heartbeat.</summary>
internal static class NodeStats
{
    /// <summary>The figures; null when there are none or another version of Tasker wrote them differently.</summary>
    public static NodeSnapshot? Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return null;
        try
        {
            return JsonSerializer.Deserialize<NodeSnapshot>(json, NodeFigures.Json) is { Actors: not null, Worker: not null, Lanes: not null } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
