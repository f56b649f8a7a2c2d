using System.Globalization;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Templates;

/// <summary>Finds a free version near one that is taken. Pure.</summary>
internal static partial class VersionSuggestion
{
    /// <summary>The lowest patch above the taken version that no existing version has.</summary>
    public static string Next(string taken, IEnumerable<string> existing)
    {
        var match = Core().Match(taken);
        if (!match.Success) return taken + ".1";
        var used = existing.ToHashSet(StringComparer.Ordinal);
        var patch = ulong.Parse(match.Groups["patch"].Value, CultureInfo.InvariantCulture);
        // A pre-release comes before its release, so the release itself is the next version.
        if (match.Groups["rest"].Length == 0) patch++;
        while (used.Contains($"{match.Groups["line"].Value}{patch}")) patch++;
        return $"{match.Groups["line"].Value}{patch}";
    }

    [GeneratedRegex(@"^(?<line>\d+\.\d+\.)(?<patch>\d{1,18})(?<rest>[-+].*)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Core();
}
