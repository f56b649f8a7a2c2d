using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

internal sealed class ArrayRule : SchemaRule
{
    public int? MinItems { get; init; }

    public int? MaxItems { get; init; }

    public bool UniqueItems { get; init; }

    public IReadOnlyList<SchemaNode> PrefixItems { get; init; } = [];

    public SchemaNode? Items { get; init; }

    public SchemaNode? Contains { get; init; }

    public int MinContains { get; init; } = 1;

    public int? MaxContains { get; init; }

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        var count = value.GetArrayLength();
        if (count < MinItems)
        {
            run.Fail($"expected at least {MinItems} items, found {count}");
        }

        if (count > MaxItems)
        {
            run.Fail($"expected at most {MaxItems} items, found {count}");
        }

        CheckItems(value, run);
        CheckContains(value, run);
        if (UniqueItems && run.Spend(value.GetRawText().Length / 16) && HasDouble(value))
        {
            run.Fail("expected items that are all different");
        }
    }

    private static bool HasDouble(JsonElement value)
    {
        var seen = new HashSet<JsonElement>(JsonValueComparer.Instance);
        return !value.EnumerateArray().All(seen.Add);
    }

    private void CheckItems(JsonElement value, SchemaRun run)
    {
        if (PrefixItems.Count == 0 && Items is null)
        {
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if ((index < PrefixItems.Count ? PrefixItems[index] : Items) is { } node)
            {
                run.Check(node, item, index.ToString(CultureInfo.InvariantCulture));
            }

            index++;
        }
    }

    private void CheckContains(JsonElement value, SchemaRun run)
    {
        if (Contains is null)
        {
            return;
        }

        var found = value.EnumerateArray().Count(item => run.Fits(Contains, item));
        if (found < MinContains || found > MaxContains)
        {
            var range = MaxContains is null ? $"at least {MinContains}" : $"{MinContains} to {MaxContains}";
            run.Fail($"expected {range} items of the kind that 'contains' describes, found {found}");
        }
    }
}

internal sealed class ObjectRule : SchemaRule
{
    public IReadOnlyList<string> Required { get; init; } = [];

    public IReadOnlyDictionary<string, SchemaNode> Properties { get; init; } = new Dictionary<string, SchemaNode>();

    public IReadOnlyList<(Regex Name, SchemaNode Node)> PatternProperties { get; init; } = [];

    public SchemaNode? AdditionalProperties { get; init; }

    public bool ForbidsAdditional { get; init; }

    public SchemaNode? PropertyNames { get; init; }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> DependentRequired { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public int? MinProperties { get; init; }

    public int? MaxProperties { get; init; }

    public override void Check(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var names = value.EnumerateObject().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (!run.Spend(names.Count))
        {
            return;
        }

        CheckCount(names.Count, run);
        foreach (var name in Required.Where(n => !names.Contains(n)))
        {
            run.Fail($"the property '{name}' is missing");
        }

        foreach (var (name, needed) in DependentRequired.Where(d => names.Contains(d.Key)))
        {
            foreach (var missing in needed.Where(n => !names.Contains(n)))
            {
                run.Fail($"the property '{missing}' is missing; '{name}' needs it");
            }
        }

        foreach (var property in value.EnumerateObject())
        {
            CheckProperty(property, run);
        }
    }

    private void CheckCount(int count, SchemaRun run)
    {
        if (count < MinProperties)
        {
            run.Fail($"expected at least {MinProperties} properties, found {count}");
        }

        if (count > MaxProperties)
        {
            run.Fail($"expected at most {MaxProperties} properties, found {count}");
        }
    }

    private void CheckProperty(JsonProperty property, SchemaRun run)
    {
        var isDescribed = Properties.TryGetValue(property.Name, out var node);
        if (node is not null)
        {
            run.Check(node, property.Value, property.Name);
        }

        foreach (var (pattern, patternNode) in PatternProperties)
        {
            if (run.Spend(1) && StringRule.Matches(pattern, property.Name, run))
            {
                isDescribed = true;
                run.Check(patternNode, property.Value, property.Name);
            }
        }

        if (!isDescribed && ForbidsAdditional)
        {
            run.Fail($"the property '{YamlScalars.Shorten(property.Name)}' is not known");
        }
        else if (!isDescribed && AdditionalProperties is not null)
        {
            run.Check(AdditionalProperties, property.Value, property.Name);
        }

        if (PropertyNames is not null && !run.Fits(PropertyNames, JsonSerializer.SerializeToElement(property.Name, TemplateJsonContext.Default.String)))
        {
            run.Fail($"the name '{YamlScalars.Shorten(property.Name)}' does not fit 'propertyNames'");
        }
    }
}
