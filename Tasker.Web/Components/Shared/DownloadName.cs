using System.Text;

namespace Tasker.Web.Components.Shared;

/// <summary>File names for downloads, made of harmless characters only.</summary>
internal static class DownloadName
{
    private const int MostCharacters = 80;

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    /// <summary>The wanted name with everything but letters, digits, <c>-</c>, <c>_</c> and <c>.</c> replaced; never empty, hidden or a device's.</summary>
    public static string Of(string wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var name = new StringBuilder();
        foreach (var c in wanted.Take(MostCharacters))
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        }

        var safe = name.ToString().Trim('.');
        return safe.Length == 0 || Reserved.Contains(safe.Split('.')[0]) ? $"download_{safe}".TrimEnd('_') : safe;
    }
}
