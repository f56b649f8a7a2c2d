using System.Text.Json;
using Tasker.Data.Operators;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Operations;

/// <summary>Holds a value that a person gives against a schema.</summary>
internal static class SchemaProblems
{
    /// <summary>The refusal with every place that does not fit; null when all do.</summary>
    /// <param name="what">What the value is, such as <c>the result</c>.</param>
    /// <param name="schemaName">What the schema is called, such as <c>the step's result_schema</c>.</param>
    /// <param name="schema">The schema; null accepts anything.</param>
    /// <param name="json">The value, checked JSON.</param>
    public static OperatorOutcome.Refused? Find(string what, string schemaName, ContextSchema? schema, string json)
    {
        if (schema is null || schema.Validate(JsonElement.Parse(json)) is not { Count: > 0 } errors) return null;
        return new OperatorOutcome.Refused($"{what} does not fit {schemaName}: {SchemaErrorText.Of(errors)}")
        {
            Problems = [.. errors.Select(e => new OperatorProblem(e.Pointer, e.Message))],
        };
    }
}
