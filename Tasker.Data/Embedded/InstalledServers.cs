using System.Globalization;

namespace Tasker.Data.Embedded;

/// <summary>Where operating systems and installers put PostgreSQL servers, newest first in each place.</summary>
internal static class InstalledServers
{
    private static readonly string[] Unix =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql@*/bin",
        "/usr/local/opt/postgresql@*/bin",
        "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "/usr/local/pgsql/bin",
    ];

    /// <summary>The folders of this machine that hold a server.</summary>
    public static IEnumerable<string> Folders()
    {
        if (!OperatingSystem.IsWindows())
        {
            return Folders(Unix);
        }

        var programs = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        return Folders([Path.Combine(programs, "PostgreSQL", "*", "bin")]);
    }

    /// <summary>The folders that hold a server, for patterns with at most one <c>*</c> each.</summary>
    public static IEnumerable<string> Folders(IEnumerable<string> patterns) =>
        patterns.SelectMany(Expand).Where(folder => File.Exists(ServerBinaries.Program(folder, "postgres")));

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [pattern];
        }

        var parent = Path.GetDirectoryName(pattern[..(star + 1)])!;
        var name = Path.GetFileName(pattern[..(star + 1)]);
        var rest = pattern[(star + 1)..].TrimStart('/', '\\');
        return Directory.Exists(parent)
            ? Directory.GetDirectories(parent, name)
                .OrderByDescending(folder => VersionOf(folder, name.Length - 1))
                .Select(folder => Path.Combine(folder, rest))
            : [];
    }

    private static double VersionOf(string folder, int prefixLength) =>
        double.TryParse(Path.GetFileName(folder).AsSpan(prefixLength), CultureInfo.InvariantCulture, out var version) ? version : 0;
}
