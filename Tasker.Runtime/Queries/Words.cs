using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>Enums as the API and the console write them.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Cache<T>.Texts[value];

    /// <summary>The step with its type, which only the template knows.</summary>
    public static StepListItem Typed(this StepListItem step, LoadedTemplate? template) =>
        template is not null && step.TemplateStepNo < template.Steps.Count
            ? step with { Type = Of(template.Steps[step.TemplateStepNo].Type) }
            : step;

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Texts =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
    }
}
