using System.Buffers;
using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Turns a part of the tree into JSON. The depth is bounded by the reader of the tree, so recursion is safe here.</summary>
internal static class YamlJson
{
    /// <summary>The JSON of a node. Numbers that JSON does not have become null and are reported.</summary>
    public static JsonElement Convert(YamlNode node, string path, ProblemList problems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node, path, problems);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, string path, ProblemList problems)
    {
        switch (node)
        {
            case YamlMapping mapping:
                writer.WriteStartObject();
                foreach (var key in mapping.Keys)
                {
                    writer.WritePropertyName(key.Value);
                    Write(writer, mapping.Find(key.Value)!, $"{path}/{JsonPointer.Escape(key.Value)}", problems);
                }

                writer.WriteEndObject();
                break;
            case YamlSequence sequence:
                writer.WriteStartArray();
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Write(writer, sequence.Items[i], $"{path}/{i}", problems);
                }

                writer.WriteEndArray();
                break;
            case YamlScalar scalar:
                WriteScalar(writer, scalar, path, problems);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalar scalar, string path, ProblemList problems)
    {
        switch (scalar.Type)
        {
            case YamlScalarType.Null:
                writer.WriteNullValue();
                break;
            case YamlScalarType.Bool:
                writer.WriteBooleanValue(YamlScalars.IsTrue(scalar));
                break;
            case YamlScalarType.Int or YamlScalarType.Float when YamlScalars.ToJsonNumber(scalar) is { } number:
                writer.WriteRawValue(number);
                break;
            case YamlScalarType.Int or YamlScalarType.Float:
                problems.Error(ProblemCodes.OutOfRange, $"the number {YamlScalars.Shorten(scalar.Value)} cannot be stored; put it in quotes if it is text", scalar, path);
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(scalar.Value);
                break;
        }
    }
}
