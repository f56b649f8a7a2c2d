using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>Arithmetic on JSON numbers: exact where 28 digits are enough, as doubles beyond.</summary>
internal static class SchemaNumber
{
    public static bool IsWhole(JsonElement value) =>
        Exact(value) is { } number ? decimal.Truncate(number) == number : Math.Floor(value.GetDouble()) == value.GetDouble() && double.IsFinite(value.GetDouble());

    public static int Compare(JsonElement a, JsonElement b) =>
        Exact(a) is { } x && Exact(b) is { } y ? x.CompareTo(y) : a.GetDouble().CompareTo(b.GetDouble());

    public static bool IsMultiple(JsonElement value, JsonElement step)
    {
        if (Exact(value) is { } x && Exact(step) is { } y)
        {
            return y != 0 && x % y == 0;
        }

        var remainder = Math.IEEERemainder(value.GetDouble(), step.GetDouble());
        return remainder == 0;
    }

    /// <summary>True for numbers that a bound can be: finite, and positive where the keyword asks for it.</summary>
    public static bool IsUsable(JsonElement value, bool positive) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && (!positive || number > 0);

    /// <summary>
    /// A decimal only when no digit is lost: small magnitudes round to zero in it and long fractions are cut, so both are left to doubles.
    /// </summary>
    private static decimal? Exact(JsonElement value) =>
        value.TryGetDecimal(out var number) && Digits(value.GetRawText()) <= 28 && (number != 0 || value.GetDouble() == 0) ? number : null;

    private static int Digits(string text) => text.Count(char.IsAsciiDigit);
}
