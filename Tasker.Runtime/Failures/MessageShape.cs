using System.Text;

namespace Tasker.Runtime.Failures;

/// <summary>
/// A message without numbers, ids, times, quoted text and paths: two messages of one kind become the same text. Pure, and linear in
/// the message's length.
/// </summary>
internal static class MessageShape
{
    private const int MostRead = 2000;
    private const int MostQuoted = 500;
    private const char Hole = '#';
    private const string Separators = ",;()[]{}<>=|";

    public static string Of(string message)
    {
        var text = message.AsSpan(0, Math.Min(message.Length, MostRead));
        var shape = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                if (shape.Length > 0 && shape[^1] != ' ') shape.Append(' ');
                at++;
            }
            else if (QuoteEnd(text, at) is var end and > 0)
            {
                AddHole(shape);
                at = end;
            }
            else if (Separators.Contains(c, StringComparison.Ordinal))
            {
                shape.Append(c);
                at++;
            }
            else
            {
                at = AddWord(text, at, shape);
            }
        }

        return shape.ToString().Trim();
    }

    private static int AddWord(ReadOnlySpan<char> text, int from, StringBuilder shape)
    {
        var end = from + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !Separators.Contains(text[end], StringComparison.Ordinal) && QuoteEnd(text, end) == 0) end++;
        var word = text[from..end];
        var core = word.TrimEnd(".:!?,");
        if (Differs(core)) AddHole(shape);
        else shape.Append(core);
        shape.Append(word[core.Length..]);
        return end;
    }

    // A digit is part of a number, an id, a time or a version; a slash of a path or an address; an @ of somebody's.
    private static bool Differs(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsDigit(c) || c is '@' or '\\') return true;
        }

        return word.Length > 1 && word.Contains('/');
    }

    // "1, 2, 3" is one hole: how many there are differs, too.
    private static void AddHole(StringBuilder shape)
    {
        var last = shape.Length - 1;
        while (last >= 0 && shape[last] is ' ' or ',' or ';') last--;
        if (last >= 0 && shape[last] == Hole) shape.Length = last + 1;
        else shape.Append(Hole);
    }

    /// <returns>The place after a quotation that begins here; 0 when none does.</returns>
    private static int QuoteEnd(ReadOnlySpan<char> text, int at)
    {
        var close = text[at] switch { '"' => '"', '`' => '`', '\'' => '\'', '“' => '”', '‘' => '’', '«' => '»', _ => '\0' };
        if (close == '\0') return 0;
        // An apostrophe stands after a letter; a quotation does not begin there.
        if (close is '\'' or '’' && at > 0 && char.IsLetterOrDigit(text[at - 1])) return 0;
        var rest = text[(at + 1)..Math.Min(text.Length, at + 1 + MostQuoted)];
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == close && (close is not ('\'' or '’') || i + 1 == rest.Length || !char.IsLetterOrDigit(rest[i + 1]))) return at + i + 2;
        }

        return 0;
    }
}
