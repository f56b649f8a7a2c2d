using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Tasker.Runtime.Identity;

/// <summary>
/// One text for all spellings of the same JSON value, as bytes of UTF-8. The rules are in docs/identity.md: keys sorted by UTF-16
/// unit, the last of equal keys counts (as in jsonb), no white space, strings as they are with the fewest escapes, and numbers by
/// their exact value, so that 1, 1.0 and 10e-1 are the same while 9007199254740993 and 9007199254740992 are not.
/// </summary>
internal static class CanonicalJson
{
    // Half a surrogate pair throws instead of becoming a question mark, which would make two documents equal.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes a value that passed <see cref="JsonLimits"/>. Recursion is bounded by the depth at which it was parsed.</summary>
    public static byte[] Write(JsonElement element)
    {
        var text = new StringBuilder();
        Append(text, element);
        return Strict.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                AppendArray(text, element);
                break;
            case JsonValueKind.String:
                AppendString(text, element.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(Encoding.ASCII.GetString(JsonMarshal.GetRawUtf8Value(element))));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Null:
                text.Append("null");
                break;
            default:
                throw new ArgumentException("there is no JSON value", nameof(element));
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        var properties = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            properties[property.Name] = property.Value;
        }

        text.Append('{');
        var separator = string.Empty;
        foreach (var (name, value) in properties)
        {
            text.Append(separator);
            AppendString(text, name);
            text.Append(':');
            Append(text, value);
            separator = ",";
        }

        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement element)
    {
        text.Append('[');
        var separator = string.Empty;
        foreach (var item in element.EnumerateArray())
        {
            text.Append(separator);
            Append(text, item);
            separator = ",";
        }

        text.Append(']');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    // sign, digits without zeros at either end, and the power of ten unless it is 0. No floating point is involved.
    private static string Number(string literal)
    {
        var sign = literal[0] == '-' ? "-" : string.Empty;
        var e = literal.IndexOfAny(['e', 'E']);
        var mantissa = literal.AsSpan(sign.Length, (e < 0 ? literal.Length : e) - sign.Length);
        long exponent = 0;
        if (e >= 0 && !(long.TryParse(literal.AsSpan(e + 1), out exponent) && Math.Abs(exponent / 2) < long.MaxValue / 4))
        {
            // Beyond anything that JsonLimits lets pass; equal only to itself.
            return literal;
        }

        var point = mantissa.IndexOf('.');
        var whole = point < 0 ? mantissa : mantissa[..point];
        var fraction = point < 0 ? default : mantissa[(point + 1)..];
        var digits = string.Concat(whole, fraction).TrimStart('0');
        var significant = digits.TrimEnd('0');
        if (significant.Length == 0)
        {
            return "0";
        }

        exponent += digits.Length - significant.Length - fraction.Length;
        return exponent == 0
            ? sign + significant
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{significant}e{exponent}");
    }
}
