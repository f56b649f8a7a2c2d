using System.Text;
using System.Text.Unicode;

namespace Tasker.Runtime.Templates;

/// <summary>Refuses characters that neither YAML nor PostgreSQL's jsonb can hold: NUL and other controls, halves of surrogate pairs, bytes that are not UTF-8.</summary>
internal static class YamlCharacters
{
    public static bool Check(string text, ProblemList problems)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (!IsAllowed(c))
            {
                Report(problems, text.AsSpan(0, i), $"the character U+{(int)c:X4} is not allowed");
                return false;
            }
        }

        return true;
    }

    public static bool CheckUtf8(ReadOnlySpan<byte> utf8, ProblemList problems)
    {
        if (Utf8.IsValid(utf8))
        {
            return true;
        }

        var before = new char[utf8.Length];
        Utf8.ToUtf16(utf8, before, out _, out var written, replaceInvalidSequences: false);
        Report(problems, before.AsSpan(0, written), "the text is not valid UTF-8 from here on");
        return false;
    }

    /// <summary>True for text that a scalar may hold; escapes such as "\0" can bring in what the text itself must not contain.</summary>
    public static bool IsStorable(string value) => !value.Contains('\0', StringComparison.Ordinal) && !ContainsLoneSurrogate(value);

    private static bool ContainsLoneSurrogate(ReadOnlySpan<char> value)
    {
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return true;
            }

            value = value[used..];
        }

        return false;
    }

    private static bool IsAllowed(char c) => c is '\t' or '\n' or '\r' || (c >= ' ' && c != '\u007F' && !char.IsSurrogate(c));

    private static void Report(ProblemList problems, ReadOnlySpan<char> before, string message)
    {
        var line = before.Count('\n') + 1;
        var column = before.Length - before.LastIndexOf('\n');
        problems.Error(ProblemCodes.Encoding, message, line, column);
    }
}
