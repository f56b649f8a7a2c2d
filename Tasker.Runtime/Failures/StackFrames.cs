using System.Text.RegularExpressions;

namespace Tasker.Runtime.Failures;

/// <summary>The top frames of a stack that are the application's own, without files, lines and the numbers that compilers give. Pure.</summary>
internal static partial class StackFrames
{
    /// <summary>Frames that count.</summary>
    public const int Most = 3;

    private static readonly string[] Foreign = ["System.", "Microsoft.", "Npgsql.", "Tasker.Runtime.", "Tasker.Data.", "lambda_method"];

    public static IReadOnlyList<string> Own(string? stack)
    {
        var frames = new List<string>(Most);
        foreach (var line in (stack ?? "").AsSpan().EnumerateLines())
        {
            if (Method(line) is not { } method || IsForeign(method)) continue;
            frames.Add(Numbers().Replace(method, ""));
            if (frames.Count == Most) break;
        }

        return frames;
    }

    /// <returns>The method of a frame such as <c>   at Shop.Charge.RunAsync(StepContext context) in /src/Charge.cs:line 12</c>; null for other lines.</returns>
    private static string? Method(ReadOnlySpan<char> line)
    {
        if (!line.StartsWith("   ", StringComparison.Ordinal)) return null;
        var text = line.TrimStart();
        var word = text.IndexOf(' ');
        var open = text.IndexOf('(');
        return word > 0 && open > word + 1 && !text[(word + 1)..open].Contains(' ') ? text[(word + 1)..open].ToString() : null;
    }

    private static bool IsForeign(string method) => Foreign.Any(f => method.StartsWith(f, StringComparison.Ordinal));

    // <>c__DisplayClass5_0.<Run>b__1 and Run|3_0: numbers that move when anything else in the file does.
    [GeneratedRegex(@"(?<=__DisplayClass|[bcdg]__|\|)\d+(?:_\d+)?|\[[^\]]*\]|`\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Numbers();
}
