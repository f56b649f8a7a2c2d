using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Results that carry an outcome for the engine beside the handler's own data.</summary>
internal static class ResultObject
{
    public static StepOutcome With(object? data, string property, JsonObject outcome)
    {
        var result = JsonSerializer.SerializeToNode(data, StepJson.Options) switch
        {
            JsonObject own => own,
            null => [],
            var value => new JsonObject { ["data"] = value },
        };
        result[property] = outcome;
        return new StepOutcome.Succeeded(result.ToJsonString());
    }
}
