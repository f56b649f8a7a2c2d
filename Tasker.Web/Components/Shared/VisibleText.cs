using System.Globalization;
using System.Text;

namespace Tasker.Web.Components.Shared;

/// <summary>Makes strangers' text safe to look at: nothing invisible, nothing that turns the line around, no towers of accents.</summary>
internal static class VisibleText
{
    private const int MostMarks = 4;

    /// <summary>
    /// The text with control characters as pictures (<c>␛</c>) and direction, zero-width and lone surrogate characters as escapes
    /// (<c>\u202E</c>); more than four combining marks on one character are dropped. Line feeds and tabs stay.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(NeedsWork))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length + 16);
        var marks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                visible.Append(c).Append(text[++i]);
                marks = 0;
                continue;
            }

            marks = IsMark(c) ? marks + 1 : 0;
            if (marks <= MostMarks)
            {
                Append(visible, c);
            }
        }

        return visible.ToString();
    }

    private static void Append(StringBuilder to, char c) => _ = c switch
    {
        '\n' or '\t' => to.Append(c),
        < ' ' => to.Append((char)('\u2400' + c)),
        '\u007F' => to.Append('\u2421'),
        _ when IsHidden(c) => to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
        _ => to.Append(c),
    };

    private static bool NeedsWork(char c) => c is < ' ' and not ('\n' or '\t') || c == '\u007F' || IsHidden(c) || IsMark(c);

    private static bool IsHidden(char c) =>
        char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
}
