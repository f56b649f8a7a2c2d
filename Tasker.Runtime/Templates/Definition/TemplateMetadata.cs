using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Notes for people about a template. Only the console shows them.</summary>
public sealed record TemplateMetadata
{
    /// <summary>Who answers for the template.</summary>
    public string? Author { get; init; }

    /// <summary>Free labels, for search.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where the template is described.</summary>
    public string? DocumentationUrl { get; init; }

    /// <summary>When the template was written, as its author put it (text, not checked).</summary>
    public string? CreatedAt { get; init; }

    /// <summary>When the template was last changed, as its author put it (text, not checked).</summary>
    public string? UpdatedAt { get; init; }

    /// <summary>All other keys as one JSON object; null when there are none.</summary>
    public JsonElement? Other { get; init; }
}
