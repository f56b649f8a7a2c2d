using System.Security.Cryptography;
using System.Text;

namespace Tasker.Data.Schema;

/// <summary>
/// The scripts of <c>migrations/sql</c>: functions, queues, views, legal moves. Each can be run again at any time. A script whose first
/// line is <c>-- unless: condition</c> is left out of databases for which the condition holds.
/// </summary>
internal static class SqlScripts
{
    private const string Prefix = "Tasker.Data.Sql.";

    private const string UnlessPrefix = "-- unless: ";

    /// <summary>All scripts in the order of their names.</summary>
    public static IReadOnlyList<(string Name, string Text, string Hash)> All { get; } =
        [.. typeof(SqlScripts).Assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load)];

    private static (string Name, string Text, string Hash) Load(string resource)
    {
        using var stream = typeof(SqlScripts).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return (resource[Prefix.Length..], text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    /// <summary>The condition, SQL, that leaves a script out; null: it always runs.</summary>
    public static string? UnlessOf(string text) =>
        text.StartsWith(UnlessPrefix, StringComparison.Ordinal) ? text[UnlessPrefix.Length..text.IndexOf('\n', StringComparison.Ordinal)] : null;
}
