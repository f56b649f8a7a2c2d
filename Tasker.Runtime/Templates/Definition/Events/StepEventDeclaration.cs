using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>An event that a step publishes when it ends.</summary>
public sealed record StepEventDeclaration
{
    /// <summary>The event's name, such as <c>payment.failed</c>: letters, digits, '.', '_' and '-', at most 255.</summary>
    public required string Name { get; init; }

    /// <summary>What it tells; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Which endings publish it.</summary>
    public EventCondition Condition { get; init; } = EventCondition.Success;

    /// <summary>The JSON Schema of its payload; null accepts anything.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Which way it goes.</summary>
    public EventDelivery DeliveryMode { get; init; } = EventDelivery.Durable;

    /// <summary>The registered publisher that builds it; null takes the generic one.</summary>
    public string? Publisher { get; init; }
}
