using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>Reads the keywords of one schema object; a keyword of the wrong form is reported and left out.</summary>
internal sealed class SchemaKeywords(SchemaCompiler compiler, JsonElement source, string pointer)
{
    private const int MaxPattern = 500;
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Keywords that restrict values but are not enforced here: better refused than silently not checked.</summary>
    private static readonly string[] Unsupported =
        ["unevaluatedProperties", "unevaluatedItems", "dependentSchemas", "dependencies", "additionalItems", "$dynamicRef", "$recursiveRef"];

    public bool Has(string keyword) => source.TryGetProperty(keyword, out _);

    public JsonElement? Any(string keyword) => source.TryGetProperty(keyword, out var value) ? value : null;

    public int? Count(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (SchemaNumber.IsUsable(value, positive: false) && SchemaNumber.IsWhole(value) && value.GetDouble() is >= 0 and <= int.MaxValue)
        {
            return (int)value.GetDouble();
        }

        Wrong(keyword, "a whole number from 0");
        return null;
    }

    public JsonElement? Number(string keyword, bool positive = false)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (SchemaNumber.IsUsable(value, positive))
        {
            return value;
        }

        Wrong(keyword, positive ? "a number above 0" : "a number");
        return null;
    }

    public bool Flag(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Wrong(keyword, "true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public string? Text(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Wrong(keyword, "text");
        return null;
    }

    public IReadOnlyList<JsonElement> Values(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray()];
        }

        Wrong(keyword, "a list");
        return [];
    }

    public IReadOnlyList<string> Names(string keyword)
    {
        var values = Values(keyword);
        if (values.All(v => v.ValueKind == JsonValueKind.String))
        {
            return [.. values.Select(v => v.GetString()!).Distinct(StringComparer.Ordinal)];
        }

        Wrong(keyword, "a list of names");
        return [];
    }

    public SchemaNode? Schema(string keyword) => Any(keyword) is { } value ? compiler.Nested(value, PointerTo(keyword)) : null;

    /// <summary>A list of at least one schema; empty when the keyword is missing or wrong.</summary>
    public IReadOnlyList<SchemaNode> Schemas(string keyword)
    {
        var values = Values(keyword);
        if (values.Count == 0 && Any(keyword) is { ValueKind: JsonValueKind.Array })
        {
            Wrong(keyword, "a list of at least one schema");
        }

        return [.. values.Select((value, i) => compiler.Nested(value, $"{PointerTo(keyword)}/{i}"))];
    }

    public IEnumerable<(string Name, JsonElement Value, string Pointer)> Members(string keyword)
    {
        if (Any(keyword) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.EnumerateObject().Select(p => (p.Name, p.Value, $"{PointerTo(keyword)}/{JsonPointer.Escape(p.Name)}"));
        }

        Wrong(keyword, "a mapping");
        return [];
    }

    /// <summary>A map from names to schemas.</summary>
    public Dictionary<string, SchemaNode> NamedSchemas(string keyword)
    {
        var nodes = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var (name, value, place) in Members(keyword))
        {
            nodes[name] = compiler.Nested(value, place);
        }

        return nodes;
    }

    public SchemaNode Nested(JsonElement value, string place) => compiler.Nested(value, place);

    public SchemaNode? Reference(string keyword) => Text(keyword) is { } reference ? compiler.Reference(reference, PointerTo(keyword)) : null;

    /// <summary>A pattern that is matched in time linear to the text, whatever it is.</summary>
    public Regex? Pattern(string pattern, string place)
    {
        if (pattern.Length > MaxPattern)
        {
            compiler.Problem(ProblemCodes.SchemaRegex, place, $"a pattern of {pattern.Length} characters is longer than {MaxPattern}");
            return null;
        }

        if (!compiler.MayAddPattern(place))
        {
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException e)
        {
            compiler.Problem(ProblemCodes.SchemaRegex, place, $"the pattern cannot be read: {e.Message}");
        }
        catch (NotSupportedException)
        {
            compiler.Problem(ProblemCodes.SchemaRegex, place, "the pattern looks around, refers back or repeats too much; such patterns could take for ever");
        }

        return null;
    }

    public string PointerTo(string keyword) => $"{pointer}/{JsonPointer.Escape(keyword)}";

    public void Wrong(string keyword, string expected) => compiler.Problem(ProblemCodes.SchemaKeyword, PointerTo(keyword), $"'{keyword}': expected {expected}");

    public void RefuseUnsupported()
    {
        foreach (var keyword in Unsupported.Where(Has))
        {
            compiler.Problem(ProblemCodes.SchemaKeyword, PointerTo(keyword), $"'{keyword}' is not supported and would not be checked");
        }
    }
}
