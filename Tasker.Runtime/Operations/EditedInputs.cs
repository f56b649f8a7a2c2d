using System.Text;
using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Runtime.Identity;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>Checks inputs that a person edited. Pure.</summary>
internal static class EditedInputs
{
    private static readonly string[] OfWorkers = ["cursor", "batch_metadata", "is_no_op"];

    /// <summary>Why they cannot be a step's inputs; null when they can.</summary>
    /// <param name="template">The template.</param>
    /// <param name="step">The step.</param>
    /// <param name="json">The inputs; null: unchanged.</param>
    public static OperatorOutcome.Refused? Problem(LoadedTemplate template, LoadedStep step, string? json)
    {
        if (json is null) return null;
        if (JsonLimits.Check(Encoding.UTF8.GetBytes(json), JsonRoot.Object) is [var limit, ..]) return new($"the inputs at {limit.Path} {limit.Message}");
        if (step.Type != StepType.BatchWorker) return SchemaProblems.Find("the input", "the template's input_schema", template.ContextSchema, json);
        var inputs = JsonElement.Parse(json);
        var missing = OfWorkers.Where(name => !inputs.TryGetProperty(name, out _)).ToList();
        if (missing.Count == 0 && inputs.GetProperty("cursor").ValueKind == JsonValueKind.Object) return null;
        return new(missing.Count > 0
            ? $"the inputs of a batch worker need {string.Join(", ", missing.Select(m => $"'{m}'"))}"
            : "the 'cursor' of a batch worker has to be an object");
    }
}
