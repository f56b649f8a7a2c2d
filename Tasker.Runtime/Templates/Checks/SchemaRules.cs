using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Every schema in a template must compile; a task's context is an object, so its schema must admit one.</summary>
internal static class SchemaRules
{
    public static void Check(TaskTemplate template, ProblemList problems)
    {
        Check("/input_schema", template.InputSchema, problems);
        if (DeclaresOtherThanObject(template.InputSchema))
        {
            problems.ErrorAt("/input_schema/type", ProblemCodes.SchemaNotObject, "a context is always an object, so the type must be object");
        }

        for (var i = 0; i < template.DomainEvents.Count; i++)
        {
            Check($"/domain_events/{i}/schema", template.DomainEvents[i].Schema, problems);
        }

        for (var i = 0; i < template.Steps.Count; i++)
        {
            CheckStep($"/steps/{i}", template.Steps[i], problems);
        }

        problems.StepName = null;
    }

    private static void CheckStep(string path, StepTemplate step, ProblemList problems)
    {
        problems.StepName = step.Name;
        Check(path + "/result_schema", step.ResultSchema, problems);
        if (step.ResultSchema is null)
        {
            problems.InfoAt(path + "/name", ProblemCodes.NoResultSchema, $"'{YamlScalars.Shorten(step.Name)}' has no result_schema, so its results are not checked");
        }
        else if (DeclaresOtherThanObject(step.ResultSchema))
        {
            problems.WarningAt(path + "/result_schema/type", ProblemCodes.SchemaNotObject, "results other than objects cannot be given names for later steps");
        }

        for (var i = 0; i < step.PublishesEvents.Count; i++)
        {
            Check($"{path}/publishes_events/{i}/schema", step.PublishesEvents[i].Schema, problems);
        }
    }

    private static void Check(string path, JsonElement? schema, ProblemList problems)
    {
        if (schema is not { } declared)
        {
            return;
        }

        foreach (var problem in ContextSchema.Compile(declared).Problems)
        {
            problems.ErrorAt(path + problem.Pointer, problem.Code, problem.Message);
        }
    }

    private static bool DeclaresOtherThanObject(JsonElement? schema) =>
        schema is { ValueKind: JsonValueKind.Object } declared
        && declared.TryGetProperty("type", out var type)
        && type.ValueKind switch
        {
            JsonValueKind.String => !type.ValueEquals("object"),
            JsonValueKind.Array => !type.EnumerateArray().Any(t => t.ValueKind == JsonValueKind.String && t.ValueEquals("object")),
            _ => false,
        };
}
