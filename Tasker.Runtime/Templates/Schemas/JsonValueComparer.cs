using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Equality of JSON values as JSON Schema has it: 1 equals 1.0, and the order of properties does not matter.</summary>
internal sealed class JsonValueComparer : IEqualityComparer<JsonElement>
{
    public static readonly JsonValueComparer Instance = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.String => HashCode.Combine(JsonValueKind.String, obj.GetString()),
        JsonValueKind.Number => HashCode.Combine(JsonValueKind.Number, obj.GetDouble()),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate((int)JsonValueKind.Array, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.Object => obj.EnumerateObject().Aggregate((int)JsonValueKind.Object, (hash, p) => hash + HashCode.Combine(p.Name, GetHashCode(p.Value))),
        _ => (int)obj.ValueKind,
    };
}
