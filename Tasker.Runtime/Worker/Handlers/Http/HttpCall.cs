using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>
/// <c>handler.initialization</c> of an <c>http</c> step. <c>{name}</c> and <c>{step.field}</c> stand for a value of the task's context or
/// of an ancestor's result.
/// </summary>
internal sealed record HttpCall
{
    /// <summary>Address, http or https; placeholders in it are URL-encoded.</summary>
    public required string Url { get; init; }

    /// <summary>GET, POST, PUT, PATCH, DELETE or HEAD; default GET.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Headers to send, placeholders allowed.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>JSON to send; a text that is one placeholder becomes the value itself, whatever its type.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>Statuses that count as success; none: all 2xx.</summary>
    public IReadOnlyList<int> ExpectedStatus { get; init; } = [];

    /// <summary>Seconds that the call may take; none: the setting.</summary>
    public double? TimeoutSeconds { get; init; }
}
