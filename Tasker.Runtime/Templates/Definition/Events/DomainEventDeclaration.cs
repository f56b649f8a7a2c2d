using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>An event that a task of the template may publish.</summary>
public sealed record DomainEventDeclaration
{
    /// <summary>The event's name, such as <c>order.validated</c>: letters, digits, '.', '_' and '-', at most 255.</summary>
    public required string Name { get; init; }

    /// <summary>What it tells; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON Schema of its payload; null accepts anything.</summary>
    public JsonElement? Schema { get; init; }
}
