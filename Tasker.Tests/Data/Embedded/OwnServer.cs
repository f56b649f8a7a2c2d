using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;

namespace Tasker.Tests.Data.Embedded;

/// <summary>A data folder for the servers of one test.</summary>
internal sealed class OwnServer : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public RecordingLogger Log { get; } = new();

    public string Data => Folder["pg"];

    public string PidFile => Folder["pg", "cluster", "postmaster.pid"];

    public Task<EmbeddedPostgres> StartAsync() =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = Data, StartTimeout = TaskerHarness.LongPatience }, Log, CancellationToken.None);

    public async Task<ServerLaunch> StartAndStopAsync()
    {
        await using var server = await StartAsync();
        return server.Process.Plan;
    }

    public int ServerPid() => int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture);

    public async Task KillServerAsync(EmbeddedPostgres server)
    {
        using var postmaster = Process.GetProcessById(ServerPid());
        postmaster.Kill();
        await server.Ended.WaitAsync(TaskerHarness.Patience);
    }

    public static async Task<object?> ScalarAsync(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>A process of the server's user that has nothing to do with PostgreSQL.</summary>
    public static Process StartBystander() =>
        Process.Start(ChildProcess.Prepare(ServerUser.Resolve(ServerUser.Usual), "sleep", ["600"]))!;

    public void Dispose() => Folder.Dispose();
}
