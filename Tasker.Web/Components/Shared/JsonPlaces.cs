using System.Text;
using System.Text.Json;

namespace Tasker.Web.Components.Shared;

/// <summary>Lines and columns in JSON text, from 1. Pure.</summary>
internal static class JsonPlaces
{
    /// <summary>Why a text is no JSON, with the place; null when it is.</summary>
    public static CodeProblem? Problem(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return null;
        }
        catch (JsonException e)
        {
            var line = (int)(e.LineNumber ?? 0);
            var row = text.Split('\n').ElementAtOrDefault(line) ?? "";
            return new CodeProblem(line + 1, Characters(Encoding.UTF8.GetBytes(row), (int)(e.BytePositionInLine ?? 0)) + 1, $"This is not JSON: {Words(e)}");
        }
    }

    /// <summary>Where the value that a JSON pointer names begins; the text's beginning when there is no such value.</summary>
    public static (int Line, int Column) Find(string text, string pointer)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            foreach (var part in pointer.Split('/').Skip(1))
            {
                if (!Enter(ref reader, part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))) return (1, 1);
            }

            return pointer.Length > 0 && reader.Read() ? Place(bytes, (int)reader.TokenStartIndex) : (1, 1);
        }
        catch (JsonException)
        {
            return (1, 1);
        }
    }

    // Leaves the reader just before the value of a property or at an index.
    private static bool Enter(ref Utf8JsonReader reader, string part)
    {
        if (!reader.Read()) return false;
        if (reader.TokenType == JsonTokenType.StartArray && int.TryParse(part, out var index))
        {
            for (var i = 0; i < index; i++)
            {
                if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray) return false;
                reader.Skip();
            }

            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(part)) return true;
            reader.Skip();
        }

        return false;
    }

    private static (int Line, int Column) Place(byte[] bytes, int at)
    {
        var before = bytes.AsSpan(0, at);
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Characters(bytes.AsSpan(start), at - start) + 1);
    }

    private static int Characters(ReadOnlySpan<byte> line, int bytes) => Encoding.UTF8.GetCharCount(line[..Math.Min(bytes, line.Length)]);

    // The reader's message ends with the place, which is shown by itself.
    private static string Words(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        // Nor is there a reader whose options a person could change.
        return (end < 0 ? e.Message : e.Message[..end]).Replace(" which is not supported in this mode. Change the reader options.", ".", StringComparison.Ordinal);
    }
}
