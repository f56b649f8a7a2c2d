using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>The JSON types that a schema can name.</summary>
[Flags]
internal enum SchemaTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    Integer = 32,
    String = 64,
}

internal sealed class NothingFitsRule : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run) => run.Fail("nothing is allowed here");
}

internal sealed class TypeRule(SchemaTypes allowed, string words) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        var actual = value.ValueKind switch
        {
            JsonValueKind.Null => SchemaTypes.Null,
            JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
            JsonValueKind.Object => SchemaTypes.Object,
            JsonValueKind.Array => SchemaTypes.Array,
            JsonValueKind.String => SchemaTypes.String,
            JsonValueKind.Number => SchemaNumber.IsWhole(value) ? SchemaTypes.Number | SchemaTypes.Integer : SchemaTypes.Number,
            _ => SchemaTypes.None,
        };
        if ((actual & allowed) == SchemaTypes.None)
        {
            var found = actual.HasFlag(SchemaTypes.Number) ? "number" : actual.ToString().ToLowerInvariant();
            run.Fail($"expected {words}, found {found}");
        }
    }
}

/// <summary>enum, and const as an enum of one.</summary>
internal sealed class EnumRule(IReadOnlyCollection<JsonElement> values) : SchemaRule
{
    private readonly HashSet<JsonElement> allowed = new(values, JsonValueComparer.Instance);
    private readonly string message = Describe(values);

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (run.Spend(value.GetRawText().Length / 16) && !allowed.Contains(value))
        {
            run.Fail(message);
        }
    }

    private static string Describe(IReadOnlyCollection<JsonElement> values)
    {
        var list = string.Join(", ", values.Take(10).Select(v => v.GetRawText()));
        return list.Length <= 200 && values.Count <= 10 ? $"expected one of {list}" : $"expected one of the {values.Count} values of the schema";
    }
}

internal sealed class NumberRule : SchemaRule
{
    public JsonElement? Minimum { get; init; }

    public JsonElement? Maximum { get; init; }

    public JsonElement? ExclusiveMinimum { get; init; }

    public JsonElement? ExclusiveMaximum { get; init; }

    public JsonElement? MultipleOf { get; init; }

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return;
        }

        Bound(Minimum, order => order >= 0, "at least", value, run);
        Bound(Maximum, order => order <= 0, "at most", value, run);
        Bound(ExclusiveMinimum, order => order > 0, "more than", value, run);
        Bound(ExclusiveMaximum, order => order < 0, "less than", value, run);
        if (MultipleOf is { } step && !SchemaNumber.IsMultiple(value, step))
        {
            run.Fail($"expected a multiple of {step.GetRawText()}");
        }
    }

    private static void Bound(JsonElement? bound, Func<int, bool> holds, string words, JsonElement value, SchemaRun run)
    {
        if (bound is { } limit && !holds(SchemaNumber.Compare(value, limit)))
        {
            run.Fail($"expected {words} {limit.GetRawText()}");
        }
    }
}

internal sealed class StringRule : SchemaRule
{
    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    public Regex? Pattern { get; init; }

    public string? Format { get; init; }

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return;
        }

        var text = value.GetString()!;
        if (MinLength is not null || MaxLength is not null)
        {
            CheckLength(text.EnumerateRunes().Count(), run);
        }

        if (Pattern is not null && run.Spend(text.Length / 16) && !Matches(Pattern, text, run))
        {
            run.Fail($"expected text that matches {Pattern}");
        }

        if (Format is not null && !SchemaFormats.Fits(Format, text))
        {
            run.Fail(string.Create(CultureInfo.InvariantCulture, $"expected text of the format {Format}"));
        }
    }

    /// <summary>A pattern that takes too long counts as matched by nothing, and the run gives up on the value.</summary>
    internal static bool Matches(Regex pattern, string text, SchemaRun run)
    {
        try
        {
            return pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            run.Spend(int.MaxValue);
            return false;
        }
    }

    private void CheckLength(int length, SchemaRun run)
    {
        if (length < MinLength)
        {
            run.Fail($"expected at least {MinLength} characters, found {length}");
        }

        if (length > MaxLength)
        {
            run.Fail($"expected at most {MaxLength} characters, found {length}");
        }
    }
}
