using System.Text.Json;

namespace Tasker.Web.Components.Templates;

/// <summary>One property of an input schema, as a row.</summary>
/// <param name="Path">Its name, with those it lies in: <c>customer.id</c>.</param>
/// <param name="Type">Its type as the schema says it.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Rules">Its other rules, as the schema says them.</param>
/// <param name="Description">What it means.</param>
internal sealed record SchemaField(string Path, string Type, bool IsRequired, string Rules, string? Description)
{
    private const int MostFields = 200;
    private const int MostDepth = 8;
    private static readonly string[] Told = ["type", "properties", "required", "description", "title", "items", "$schema", "$id"];

    /// <summary>The properties of a schema, nested ones below the one they belong to.</summary>
    public static IReadOnlyList<SchemaField> Of(JsonElement schema)
    {
        var fields = new List<SchemaField>();
        Collect(schema, "", 0, fields);
        return fields;
    }

    private static void Collect(JsonElement schema, string prefix, int depth, List<SchemaField> fields)
    {
        if (depth > MostDepth || Member(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties) return;
        var required = Member(schema, "required") is { ValueKind: JsonValueKind.Array } names
            ? names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var property in properties.EnumerateObject())
        {
            if (fields.Count >= MostFields) return;
            var path = prefix + property.Name;
            fields.Add(new SchemaField(path, TypeOf(property.Value), required.Contains(property.Name), RulesOf(property.Value), TextOf(property.Value, "description")));
            Collect(property.Value, $"{path}.", depth + 1, fields);
            if (Member(property.Value, "items") is { } items) Collect(items, $"{path}[].", depth + 1, fields);
        }
    }

    private static JsonElement? Member(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) ? value : null;

    private static string TypeOf(JsonElement schema) => Member(schema, "type") switch
    {
        { ValueKind: JsonValueKind.String } type when type.GetString() == "array" && Member(schema, "items") is { } items => $"array of {TypeOf(items)}",
        { ValueKind: JsonValueKind.String } type => type.GetString()!,
        { ValueKind: JsonValueKind.Array } types => string.Join(" or ", types.EnumerateArray()),
        _ => "any",
    };

    private static string RulesOf(JsonElement schema) => schema.ValueKind != JsonValueKind.Object ? "" :
        string.Join(", ", schema.EnumerateObject().Where(p => !Told.Contains(p.Name, StringComparer.Ordinal)).Select(p => $"{p.Name} {p.Value.GetRawText()}"));

    private static string? TextOf(JsonElement schema, string name) => Member(schema, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
