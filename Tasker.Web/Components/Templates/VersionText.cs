using System.Text.RegularExpressions;

namespace Tasker.Web.Components.Templates;

/// <summary>Changes the version in a template's text and nothing else, so that the author's comments and order stay. Pure.</summary>
internal static partial class VersionText
{
    /// <summary>The text with another version; the same text when it has no plain <c>version:</c> line at its top level.</summary>
    public static string Replace(string yaml, string version) => Line().Replace(yaml, match => $"{match.Groups["key"].Value}\"{version}\"{match.Groups["rest"].Value}", count: 1);

    [GeneratedRegex("""^(?<key>version:[ \t]+)("[^"\r\n]*"|'[^'\r\n]*'|[^\s#"']+)(?<rest>[ \t]*(#.*)?\r?)$""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Line();
}
