using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tasker.Runtime.Templates;

/// <summary>Source-generated metadata of the stored form.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(SnakeCase<StepType>),
        typeof(SnakeCase<BackoffStrategy>),
        typeof(SnakeCase<EventCondition>),
        typeof(SnakeCase<EventDelivery>),
        typeof(SnakeCase<BatchFailureStrategy>),
        typeof(SnakeCase<StalenessAction>),
        typeof(SnakeCase<FailurePolicy>),
        typeof(SnakeCase<IdentityStrategy>),
    ])]
[JsonSerializable(typeof(StoredTemplate))]
internal sealed partial class TemplateJsonContext : JsonSerializerContext
{
    /// <summary>Enum values as the words that templates use, never as numbers.</summary>
    internal sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
        where T : struct, Enum;
}
