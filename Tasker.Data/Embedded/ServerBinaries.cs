using System.Globalization;

namespace Tasker.Data.Embedded;

/// <summary>The programs of one PostgreSQL server.</summary>
internal sealed record ServerBinaries(string Folder, string Version)
{
    /// <summary>The oldest major version that Tasker's SQL runs on.</summary>
    public const int OldestMajor = 15;

    public int Major { get; } = MajorOf(Version);

    public string Postgres => Program(Folder, "postgres");

    public string InitDb => Program(Folder, "initdb");

    public string PgCtl => Program(Folder, "pg_ctl");

    public static string Program(string folder, string name) =>
        Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name);

    /// <summary>Whether the server can load a library, such as pg_stat_statements.</summary>
    public bool HasLibrary(string name)
    {
        var lib = Path.Combine(Folder, "..", "lib");
        var file = name + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() && Major >= 16 ? ".dylib" : ".so");
        return File.Exists(Path.Combine(lib, file)) || File.Exists(Path.Combine(lib, "postgresql", file));
    }

    /// <summary>The version in <c>postgres (PostgreSQL) 15.18 (Debian …)</c>; null when it is something else.</summary>
    public static string? ParseVersion(string output)
    {
        const string label = "(PostgreSQL) ";
        var at = output.IndexOf(label, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var version = output[(at + label.Length)..].Split(' ', '\n')[0].Trim();
        return MajorOf(version) > 0 ? version : null;
    }

    // "18beta1" and "18.4" are both of major version 18.
    private static int MajorOf(string version)
    {
        var digits = version.TakeWhile(char.IsAsciiDigit).Count();
        return int.TryParse(version.AsSpan(0, digits), CultureInfo.InvariantCulture, out var major) ? major : 0;
    }
}
