using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Tasker.Data.Embedded;

/// <summary>
/// Tasker's own PostgreSQL server, for when no connection string is configured: found, made, started and stopped with the
/// process. It listens on a Unix socket only (on Windows on the loopback address with a password), keeps its data in a folder
/// of its own, shuts down by itself when the process is killed, and recovers at the next start.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly PostgresProcess _process;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly string _database;
    private readonly ILogger _logger;
    private int _isStopped;

    private EmbeddedPostgres(
        DataFolder folder, PostgresProcess process, NpgsqlConnectionStringBuilder connection, string database, string summary, ILogger logger)
    {
        _folder = folder;
        _process = process;
        _connection = connection;
        _database = database;
        _logger = logger;
        Summary = summary;
    }

    /// <summary>The connection string to <see cref="EmbeddedPostgresOptions.Database"/>. On Windows it holds a password.</summary>
    public string ConnectionString => ConnectionStringFor(_database);

    /// <summary>What was done, in one line: version, place, recovery and time.</summary>
    public string Summary { get; }

    /// <summary>Completes when the server has ended: after <see cref="StopAsync"/>, or unexpectedly (which is logged as critical).</summary>
    public Task Ended => _process.Ended;

    internal PostgresProcess Process => _process;

    /// <summary>Finds a server, makes its data if there are none, cleans up after a killed process, and starts it.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="logger">Gets the server's warnings and errors.</param>
    /// <param name="ct">Gives the start up.</param>
    /// <exception cref="EmbeddedPostgresException">It can't be started; the message says why and what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        DatabaseName.Require(options.Database);
        ServerSettings.RequireValid(options.Settings);
        var user = ServerUser.Resolve(options.RunAs);
        var folder = DataFolder.Take(Path.GetFullPath(options.DataFolder ?? DefaultFolders.Data()), user);
        try
        {
            return await StartInAsync(folder, user, options, logger, ct);
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresFailure.DataFolderUnreachable, $"The data folder {folder.Root} can't be used: {e.Message}", folder.Root, e);
            }

            throw;
        }
    }

    /// <summary>The connection string to another database of the server, which need not exist.</summary>
    /// <param name="database">Its name.</param>
    public string ConnectionStringFor(string database) =>
        new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { Database = database }.ConnectionString;

    /// <summary>Shuts the server down in order and gives the data folder back. A second call does nothing.</summary>
    /// <param name="ct">Stops the waiting; the server goes down all the same.</param>
    public async Task StopAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0)
        {
            return;
        }

        try
        {
            await _process.StopAsync(ct);
            EmbeddedPostgresLog.Stopped(_logger);
        }
        finally
        {
            _folder.Dispose();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _process.DisposeAsync();
    }

    private static async Task<EmbeddedPostgres> StartInAsync(
        DataFolder folder, ServerUser? user, EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var deeds = new List<string>();
        await RequireReachableAsync(folder, user, ct);
        var dataMajor = folder.ClusterMajor;
        var binaries = await new ServerFinder(options, user, logger).FindAsync(dataMajor, ct);
        if (dataMajor is null)
        {
            var wasHalfMade = await ClusterMaker.MakeAsync(folder, binaries, user, ct);
            deeds.Add(wasHalfMade ? "made anew after an interrupted first start" : "made");
        }
        else if (await new LeftoverServer(folder.Cluster, binaries, user, logger).ClearAsync(options.StopTimeout, ct))
        {
            deeds.Add("taken over from a killed Tasker");
        }

        var connection = Connection(folder);
        var launch = await LaunchAsync(folder, binaries, user, connection, options, ct);
        var process = await PostgresProcess.StartAsync(launch, logger, ct);
        try
        {
            await EnsureDatabaseAsync(connection, options.Database, ct);
            if (process.HasRecovered)
            {
                deeds.Add("recovered after an unclean stop");
            }

            deeds.Add($"ready in {watch.Elapsed.TotalSeconds:0.0} s");
            var summary = $"PostgreSQL {binaries.Version} from {binaries.Folder}, data in {folder.Root}, {string.Join(", ", deeds)}";
            var server = new EmbeddedPostgres(folder, process, connection, options.Database, summary, logger);
            var shown = new NpgsqlConnectionStringBuilder(server.ConnectionString);
            shown.Remove("Password");
            new FolderOwner(Environment.ProcessId, shown.ConnectionString).Write(folder.Root);
            EmbeddedPostgresLog.Started(logger, summary);
            return server;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    private static async Task RequireReachableAsync(DataFolder folder, ServerUser? user, CancellationToken ct)
    {
        if (user is null)
        {
            return;
        }

        var start = ChildProcess.Prepare(user, "/bin/sh", ["-c", "cd -- \"$1\"", "sh", folder.Root]);
        if (await ChildProcess.RunAsync(start, TimeSpan.FromSeconds(10), ct) is { Succeeded: false } result)
        {
            throw new EmbeddedPostgresException(
                EmbeddedPostgresFailure.DataFolderUnreachable,
                $"The user {user.Name}, as whom the server runs, can't get into the data folder {folder.Root} ({result.Words}). Name a "
                + $"folder in {EmbeddedPostgresOptions.Section}:DataFolder that isn't below a closed one such as /root.", folder.Root);
        }
    }

    private static NpgsqlConnectionStringBuilder Connection(DataFolder folder)
    {
        var connection = new NpgsqlConnectionStringBuilder { Username = ClusterMaker.SuperUser };
        if (OperatingSystem.IsWindows())
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            connection.Host = IPAddress.Loopback.ToString();
            connection.Port = ((IPEndPoint)probe.LocalEndpoint).Port;
            connection.Password = File.ReadAllText(folder.PasswordFile);
        }
        else
        {
            connection.Host = SocketFolder.Prepare(folder);
            connection.Port = SocketFolder.Port;
        }

        return connection;
    }

    private static async Task<ServerLaunch> LaunchAsync(
        DataFolder folder, ServerBinaries binaries, ServerUser? user, NpgsqlConnectionStringBuilder connection,
        EmbeddedPostgresOptions options, CancellationToken ct)
    {
        // Not every build has lz4; the server knows.
        var ask = ChildProcess.Prepare(user, binaries.Postgres, ["-D", folder.Cluster, "-c", "wal_compression=lz4", "-C", "wal_compression"]);
        var hasLz4 = (await ChildProcess.RunAsync(ask, TimeSpan.FromSeconds(10), ct)).Succeeded;
        var isWindows = OperatingSystem.IsWindows();
        List<string> arguments =
        [
            "-D", folder.Cluster,
            "-p", $"{connection.Port}",
            "-c", "listen_addresses=" + (isWindows ? connection.Host : ""),
            "-c", "unix_socket_directories=" + (isWindows ? "" : connection.Host),
            .. ServerSettings.Arguments(ServerSettings.Defaults(binaries, hasLz4 ? "lz4" : "pglz"), options.Settings),
        ];
        return new ServerLaunch(binaries, user, folder.Cluster, arguments, options.StartTimeout, options.StopTimeout);
    }

    private static async Task EnsureDatabaseAsync(NpgsqlConnectionStringBuilder server, string database, CancellationToken ct)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection)
        {
            Parameters = { new() { Value = database } },
        };
        if (await exists.ExecuteScalarAsync(ct) is null)
        {
            await using var create = new NpgsqlCommand($"create database {DatabaseName.Require(database)}", connection);
            await create.ExecuteNonQueryAsync(ct);
        }
    }
}
