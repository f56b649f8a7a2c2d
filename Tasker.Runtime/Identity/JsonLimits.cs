using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;

namespace Tasker.Runtime.Identity;

/// <summary>
/// The limits of every JSON document that comes from outside. Also refuses what PostgreSQL's jsonb cannot hold, so that a document
/// which passes can be stored. Reads tokens one by one and never recurses: hostile nesting costs nothing.
/// </summary>
public static class JsonLimits
{
    /// <summary>The largest document, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The deepest nesting; the outermost object is level 1.</summary>
    public const int MaxDepth = 10;

    /// <summary>The most keys of one object, or items of one array.</summary>
    public const int MaxEntries = 1000;

    /// <summary>The longest string or key, in UTF-16 units after unescaping.</summary>
    public const int MaxStringLength = 10_000;

    /// <summary>The longest number, in characters.</summary>
    public const int MaxNumberLength = 400;

    /// <summary>The largest exponent of a number, and with a minus the smallest.</summary>
    public const int MaxExponent = 1000;

    /// <summary>No more problems than these are reported for one document.</summary>
    public const int MaxProblems = 20;

    /// <summary>Checks a document; an empty list means that it may be stored.</summary>
    public static IReadOnlyList<JsonProblem> Check(ReadOnlySpan<byte> utf8, JsonRoot root = JsonRoot.Object)
    {
        if (utf8.Length > MaxBytes)
        {
            return [new("$", $"is {utf8.Length} bytes long; at most {MaxBytes} are allowed")];
        }

        if (!Utf8.IsValid(utf8))
        {
            return [new("$", "is not valid UTF-8")];
        }

        var scan = new JsonScan(utf8, root);
        try
        {
            return scan.Run();
        }
        catch (JsonException e)
        {
            return [.. scan.Problems, new("$", $"is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})")];
        }
    }

    /// <summary>Whether a number, a token of valid JSON, is within the limits.</summary>
    internal static bool IsStorable(ReadOnlySpan<byte> number)
    {
        if (number.Length > MaxNumberLength) return false;
        var e = number.IndexOfAny((byte)'e', (byte)'E');
        return e < 0 || (int.TryParse(number[(e + 1)..], out var exponent) && Math.Abs((long)exponent) <= MaxExponent);
    }

    /// <summary>Checks a parsed document by the text that it was parsed from; an empty list means that it may be stored.</summary>
    public static IReadOnlyList<JsonProblem> Check(JsonElement element, JsonRoot root = JsonRoot.Object) =>
        element.ValueKind == JsonValueKind.Undefined
            ? [new("$", "is missing")]
            : Check(JsonMarshal.GetRawUtf8Value(element), root);
}
