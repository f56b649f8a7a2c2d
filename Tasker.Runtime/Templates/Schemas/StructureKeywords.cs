using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>The keywords about arrays and objects, and those that combine schemas.</summary>
internal static class StructureKeywords
{
    private static readonly string[] ArrayWords =
        ["items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems"];

    private static readonly string[] ObjectWords =
        ["properties", "patternProperties", "additionalProperties", "propertyNames", "required", "dependentRequired", "minProperties", "maxProperties"];

    public static IEnumerable<SchemaRule> Read(SchemaKeywords keywords)
    {
        if (ArrayWords.Any(keywords.Has))
        {
            yield return Array(keywords);
        }

        if (ObjectWords.Any(keywords.Has))
        {
            yield return Object(keywords);
        }

        if (keywords.Reference("$ref") is { } target)
        {
            yield return new AllOfRule([target]);
        }

        if (keywords.Schemas("allOf") is { Count: > 0 } all)
        {
            yield return new AllOfRule(all);
        }

        if (keywords.Schemas("anyOf") is { Count: > 0 } any)
        {
            yield return new AnyOfRule(any);
        }

        if (keywords.Schemas("oneOf") is { Count: > 0 } one)
        {
            yield return new OneOfRule(one);
        }

        if (keywords.Schema("not") is { } not)
        {
            yield return new NotRule(not);
        }

        if (keywords.Schema("if") is { } condition)
        {
            yield return new IfRule(condition, keywords.Schema("then"), keywords.Schema("else"));
        }
    }

    private static ArrayRule Array(SchemaKeywords keywords)
    {
        var isList = keywords.Any("items") is { ValueKind: JsonValueKind.Array };
        if (isList)
        {
            keywords.Wrong("items", "one schema for all items; a list of schemas is called 'prefixItems'");
        }

        return new ArrayRule
        {
            MinItems = keywords.Count("minItems"),
            MaxItems = keywords.Count("maxItems"),
            UniqueItems = keywords.Flag("uniqueItems"),
            PrefixItems = keywords.Schemas("prefixItems"),
            Items = isList ? null : keywords.Schema("items"),
            Contains = keywords.Schema("contains"),
            MinContains = keywords.Count("minContains") ?? 1,
            MaxContains = keywords.Count("maxContains"),
        };
    }

    private static ObjectRule Object(SchemaKeywords keywords)
    {
        var forbidsAdditional = keywords.Any("additionalProperties") is { ValueKind: JsonValueKind.False };
        return new ObjectRule
        {
            Required = keywords.Names("required"),
            Properties = keywords.NamedSchemas("properties"),
            PatternProperties = [.. PatternProperties(keywords)],
            AdditionalProperties = forbidsAdditional ? null : keywords.Schema("additionalProperties"),
            ForbidsAdditional = forbidsAdditional,
            PropertyNames = keywords.Schema("propertyNames"),
            DependentRequired = DependentRequired(keywords),
            MinProperties = keywords.Count("minProperties"),
            MaxProperties = keywords.Count("maxProperties"),
        };
    }

    private static IEnumerable<(Regex Name, SchemaNode Node)> PatternProperties(SchemaKeywords keywords)
    {
        foreach (var (name, value, place) in keywords.Members("patternProperties"))
        {
            if (keywords.Pattern(name, place) is { } pattern)
            {
                yield return (pattern, keywords.Nested(value, place));
            }
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> DependentRequired(SchemaKeywords keywords)
    {
        var needed = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, value, _) in keywords.Members("dependentRequired"))
        {
            if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            {
                needed[name] = [.. value.EnumerateArray().Select(v => v.GetString()!)];
            }
            else
            {
                keywords.Wrong("dependentRequired", "a list of names for each name");
            }
        }

        return needed;
    }
}
