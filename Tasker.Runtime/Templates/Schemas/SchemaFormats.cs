using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>The formats that are checked. Others are notes to the reader, as the standard has it.</summary>
internal static partial class SchemaFormats
{
    private const int MaxEmail = 254;

    public static bool IsKnown(string format) => format is "date-time" or "date" or "email" or "uuid" or "uri";

    public static bool Fits(string format, string text) => format switch
    {
        "date-time" => IsDateTime(text),
        "date" => Date().IsMatch(text) && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "email" => text.Length <= MaxEmail && Email().IsMatch(text) && MailAddress.TryCreate(text, out var address) && address.Address == text,
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "uri" => Scheme().IsMatch(text) && Uri.TryCreate(text, UriKind.Absolute, out _) && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)),
        _ => true,
    };

    /// <summary>RFC 3339; a leap second (:60) counts as the second before it.</summary>
    private static bool IsDateTime(string text)
    {
        if (!DateAndTime().IsMatch(text) || !DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        var zone = text[^1] is 'Z' or 'z' ? "00:00" : text[^5..];
        return InRange(text.AsSpan(11, 2), 23) && InRange(text.AsSpan(14, 2), 59) && InRange(text.AsSpan(17, 2), 60)
            && InRange(zone.AsSpan(0, 2), 23) && InRange(zone.AsSpan(3, 2), 59);
    }

    private static bool InRange(ReadOnlySpan<char> digits, int max) => int.Parse(digits, CultureInfo.InvariantCulture) <= max;

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Date();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();
}
