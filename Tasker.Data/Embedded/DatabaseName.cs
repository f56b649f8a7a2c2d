using System.Text.RegularExpressions;

namespace Tasker.Data.Embedded;

/// <summary>The names that databases made here may have: they need no quoting anywhere.</summary>
internal static partial class DatabaseName
{
    public const string Pattern = "^[a-z_][a-z0-9_]{0,62}$";

    public static bool IsValid(string name) => Shape().IsMatch(name);

    public static string Require(string name) => IsValid(name)
        ? name
        : throw new EmbeddedPostgresException(
            EmbeddedPostgresFailure.InvalidSetting,
            $"\"{name}\" can't be a database name: use lower case letters, digits and underscores "
            + $"({EmbeddedPostgresOptions.Section}:{nameof(EmbeddedPostgresOptions.Database)}).");

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
