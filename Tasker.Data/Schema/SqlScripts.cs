using System.Security.Cryptography;
using System.Text;

namespace Tasker.Data.Schema;

/// <summary>The scripts of <c>migrations/sql</c>: functions, queues, views, legal moves. Each can be run again at any time.</summary>
internal static class SqlScripts
{
    private const string Prefix = "Tasker.Data.Sql.";

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
}
