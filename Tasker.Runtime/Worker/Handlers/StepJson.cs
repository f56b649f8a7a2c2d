using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>How handlers' values become JSON: snake_case names, enums as text, as the templates and results of the field are written.</summary>
public static class StepJson
{
    /// <summary>The options used by <see cref="StepOutcome.Success{T}"/> and by the typed readers of <see cref="StepContext"/>.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
