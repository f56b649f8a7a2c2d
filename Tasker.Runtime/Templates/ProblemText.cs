using System.Globalization;
using System.Text;

namespace Tasker.Runtime.Templates;

/// <summary>Problems as lines of text in the form that editors and build logs understand: <c>file:line:column severity CODE message</c>.</summary>
public static class ProblemText
{
    /// <summary>One problem as one line, without a line end. Line breaks and control characters of the message become blanks.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="problem">The problem.</param>
    public static string Line(string file, TemplateProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{file}:{problem.Line}:{problem.Column} {Word(problem.Severity)} {problem.Code} {Printable(problem.Message)}");
    }

    /// <summary>All problems, one a line, in the order of the text.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="problems">The problems, in any order.</param>
    public static string Lines(string file, IEnumerable<TemplateProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var text = new StringBuilder();
        foreach (var problem in problems.OrderBy(p => p.Line).ThenBy(p => p.Column))
        {
            text.Append(Line(file, problem)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The severity as a lower-case word: error, warning or info.</summary>
    public static string Word(ProblemSeverity severity) => severity switch
    {
        ProblemSeverity.Error => "error",
        ProblemSeverity.Warning => "warning",
        ProblemSeverity.Info => "info",
        _ => throw new ArgumentOutOfRangeException(nameof(severity), severity, "not a severity"),
    };

    /// <summary>The text with everything that a terminal could act on (controls, direction overrides, zero-width marks) replaced by a blank.</summary>
    private static string Printable(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(c => IsUnsafe(c) ? ' ' : c)) : text;

    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
