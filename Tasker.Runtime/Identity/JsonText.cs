using System.Globalization;
using System.Text;

namespace Tasker.Runtime.Identity;

/// <summary>What a JSON string amounts to after unescaping, found without building it.</summary>
/// <param name="Length">UTF-16 units.</param>
/// <param name="HasNul">True when U+0000 is in it.</param>
/// <param name="HasLoneSurrogate">True when an escape writes half of a surrogate pair.</param>
internal readonly record struct JsonText(int Length, bool HasNul, bool HasLoneSurrogate)
{
    private const int UnicodeEscapeLength = 6;

    /// <summary>Measures the text between the quotes; it is valid UTF-8 and its escapes are well formed.</summary>
    public static JsonText Measure(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (!escaped)
        {
            return new(Encoding.UTF8.GetCharCount(raw), HasNul: false, HasLoneSurrogate: false);
        }

        var (length, nul, lone, high) = (0, false, false, false);
        while (!raw.IsEmpty)
        {
            var isUnicode = raw[0] == '\\' && raw[1] == 'u';
            var unit = isUnicode ? (char)ushort.Parse(raw[2..UnicodeEscapeLength], NumberStyles.AllowHexSpecifier) : 'x';
            var taken = isUnicode ? UnicodeEscapeLength : raw[0] == '\\' ? 2 : PlainRun(raw);
            length += raw[0] == '\\' ? 1 : Encoding.UTF8.GetCharCount(raw[..taken]);
            nul |= unit == '\0';
            // A low half needs a high one right before it; a high one needs a low one right after it.
            lone |= char.IsLowSurrogate(unit) != high;
            high = char.IsHighSurrogate(unit);
            raw = raw[taken..];
        }

        return new(length, nul, lone || high);
    }

    private static int PlainRun(ReadOnlySpan<byte> raw)
    {
        var end = raw.IndexOf((byte)'\\');
        return end < 0 ? raw.Length : end;
    }
}
