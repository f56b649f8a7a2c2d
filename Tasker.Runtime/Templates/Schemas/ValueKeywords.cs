using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>The keywords about single values: type, enum, const, numbers and text.</summary>
internal static class ValueKeywords
{
    private static readonly string[] NumberWords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
    private static readonly string[] StringWords = ["minLength", "maxLength", "pattern", "format"];

    public static IEnumerable<SchemaRule> Read(SchemaKeywords keywords)
    {
        if (keywords.Has("type") && Types(keywords) is { } type)
        {
            yield return type;
        }

        if (keywords.Values("enum") is { Count: > 0 } values)
        {
            yield return new EnumRule(values);
        }

        if (keywords.Any("const") is { } constant)
        {
            yield return new EnumRule([constant]);
        }

        if (NumberWords.Any(keywords.Has))
        {
            yield return new NumberRule
            {
                Minimum = keywords.Number("minimum"),
                Maximum = keywords.Number("maximum"),
                ExclusiveMinimum = keywords.Number("exclusiveMinimum"),
                ExclusiveMaximum = keywords.Number("exclusiveMaximum"),
                MultipleOf = keywords.Number("multipleOf", positive: true),
            };
        }

        if (StringWords.Any(keywords.Has))
        {
            yield return new StringRule
            {
                MinLength = keywords.Count("minLength"),
                MaxLength = keywords.Count("maxLength"),
                Pattern = keywords.Text("pattern") is { } pattern ? keywords.Pattern(pattern, keywords.PointerTo("pattern")) : null,
                Format = keywords.Text("format") is { } format && SchemaFormats.IsKnown(format) ? format : null,
            };
        }
    }

    private static TypeRule? Types(SchemaKeywords keywords)
    {
        var words = keywords.Any("type") is { ValueKind: JsonValueKind.String } single ? [single.GetString()!] : keywords.Names("type");
        var allowed = SchemaTypes.None;
        foreach (var word in words)
        {
            var type = Type(word);
            if (type == SchemaTypes.None)
            {
                keywords.Wrong("type", $"one of array, boolean, integer, null, number, object, string; found '{YamlScalars.Shorten(word)}'");
                return null;
            }

            allowed |= type;
        }

        return allowed == SchemaTypes.None ? null : new TypeRule(allowed, string.Join(" or ", words));
    }

    private static SchemaTypes Type(string word) => word switch
    {
        "null" => SchemaTypes.Null,
        "boolean" => SchemaTypes.Boolean,
        "object" => SchemaTypes.Object,
        "array" => SchemaTypes.Array,
        "number" => SchemaTypes.Number,
        "integer" => SchemaTypes.Integer,
        "string" => SchemaTypes.String,
        _ => SchemaTypes.None,
    };
}
