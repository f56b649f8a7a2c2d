using System.Globalization;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>
/// The core schema of YAML 1.2: <c>no</c>, <c>on</c> and <c>2026-11-21</c> are text, unlike in YAML 1.1.
/// </summary>
internal static partial class YamlScalars
{
    /// <summary>A number with more characters is not worth reading: no schema or handler can mean it.</summary>
    private const int MaxNumberLength = 64;

    public static YamlScalarType Classify(string value) => value switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarType.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarType.Bool,
        _ when Whole().IsMatch(value) => YamlScalarType.Int,
        _ when Fraction().IsMatch(value) => YamlScalarType.Float,
        _ => YamlScalarType.Text,
    };

    public static bool IsTrue(YamlScalar scalar) => scalar.Value[0] is 't' or 'T';

    /// <summary>The number as a double; NaN and infinities as YAML spells them.</summary>
    public static double ToDouble(YamlScalar scalar)
    {
        if (scalar.Type == YamlScalarType.Int && ToJsonNumber(scalar) is { } whole)
        {
            return double.Parse(whole, CultureInfo.InvariantCulture);
        }

        var text = scalar.Value;
        return text.TrimStart('+', '-') switch
        {
            ".inf" or ".Inf" or ".INF" => text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity,
            ".nan" or ".NaN" or ".NAN" => double.NaN,
            _ => text.Length > MaxNumberLength ? double.NaN : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
    }

    /// <summary>The number as JSON writes it; null when JSON has no such number (infinite, not a number, beyond all reason).</summary>
    public static string? ToJsonNumber(YamlScalar scalar)
    {
        var text = scalar.Value;
        if (text.Length > MaxNumberLength)
        {
            return null;
        }

        if (scalar.Type == YamlScalarType.Float)
        {
            var number = ToDouble(scalar);
            return double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex.ToString(CultureInfo.InvariantCulture) : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return FromOctal(text.AsSpan(2))?.ToString(CultureInfo.InvariantCulture);
        }

        var digits = text.TrimStart('+', '-').TrimStart('0');
        return digits.Length == 0 ? "0" : text[0] == '-' ? "-" + digits : digits;
    }

    /// <summary>A value as a message may show it: short and on one line.</summary>
    public static string Shorten(string value)
    {
        var line = value.AsSpan().IndexOfAny('\r', '\n');
        var text = line < 0 ? value : value[..line];
        return text.Length <= 40 && line < 0 ? text : string.Concat(text.AsSpan(0, Math.Min(40, text.Length)), "…");
    }

    private static ulong? FromOctal(ReadOnlySpan<char> digits)
    {
        ulong value = 0;
        foreach (var digit in digits)
        {
            if (value > ulong.MaxValue >> 3)
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }

    [GeneratedRegex(@"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Fraction();
}
