using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tasker.Runtime.Templates;

/// <summary>
/// The stored form of a template: JSON with the names of the YAML format where it has them, and durations as
/// <c>d.hh:mm:ss</c>. Stored templates are loaded without YAML.
/// </summary>
public static class TemplateJson
{
    /// <summary>The version of the stored form. It changes when an older reader could no longer read it.</summary>
    public const int Format = 1;

    private static readonly JsonSerializerOptions Options = new(TemplateJsonContext.Default.Options)
    {
        // A value that is missing in a stored row must never silently become false or zero: the loaded template would run differently.
        TypeInfoResolver = TemplateJsonContext.Default.WithAddedModifier(RequireWhatCannotBeNull),
    };

    private static readonly JsonTypeInfo<StoredTemplate> Stored = (JsonTypeInfo<StoredTemplate>)Options.GetTypeInfo(typeof(StoredTemplate));

    /// <summary>The template as stored JSON, on one line. The same template always gives the same text.</summary>
    public static string Serialize(TaskTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return JsonSerializer.Serialize(new StoredTemplate(Format, template), Stored);
    }

    /// <summary>The template of a stored text, with its property order ignored (jsonb does not keep it).</summary>
    /// <exception cref="JsonException">The text is not a stored template of this <see cref="Format"/>, or a value is missing.</exception>
    public static TaskTemplate Deserialize(string json)
    {
        var stored = JsonSerializer.Deserialize(json, Stored) ?? throw new JsonException("the stored template is null");
        return stored.Format == Format ? stored.Template : throw new JsonException($"the stored template has format {stored.Format}, this version reads {Format}");
    }

    private static void RequireWhatCannotBeNull(JsonTypeInfo info)
    {
        foreach (var property in info.Properties.Where(p => !p.IsGetNullable && p.Get is not null))
        {
            property.IsRequired = Nullable.GetUnderlyingType(property.PropertyType) is null;
        }
    }
}
