using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
public sealed class DurabilityCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task RunAsync_SafeServer_IsSilent()
    {
        var server = await PostgresServer.GetAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);

        await DurabilityCheck.RunAsync(source, allowUnsafe: false, _log, CancellationToken.None);

        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task RunAsync_UnsafeSettings_AreNamedWithTheOption()
    {
        await using var server = await StartUnsafeAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);

        var refusal = await Assert.ThrowsAsync<UnsafeDatabaseException>(
            () => DurabilityCheck.RunAsync(source, allowUnsafe: false, _log, CancellationToken.None));

        Assert.Equal(["fsync", "synchronous_commit", "full_page_writes"], refusal.Problems.Select(problem => problem.Setting));
        Assert.Contains("fsync is off and must be on", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Tasker:Postgres:AllowUnsafeDurability=true", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_UnsafeSettingsAllowed_AreLoggedAsCritical()
    {
        await using var server = await StartUnsafeAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);

        await DurabilityCheck.RunAsync(source, allowUnsafe: true, _log, CancellationToken.None);

        Assert.Equal(3, _log.Entries.Count(entry => entry is { Level: LogLevel.Critical, Id.Id: 1108 }));
    }

    [Fact]
    public async Task RunAsync_SessionDefaultOfTheDatabase_IsSeen()
    {
        var server = await PostgresServer.GetAsync();
        var connection = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Options = "-c synchronous_commit=off" };
        await using var source = NpgsqlDataSource.Create(connection.ConnectionString);

        var refusal = await Assert.ThrowsAsync<UnsafeDatabaseException>(
            () => DurabilityCheck.RunAsync(source, allowUnsafe: false, _log, CancellationToken.None));

        Assert.Equal("synchronous_commit", Assert.Single(refusal.Problems).Setting);
    }

    [Theory]
    [InlineData("on", 0)]
    [InlineData("local", 0)]
    [InlineData("remote_write", 0)]
    [InlineData("remote_apply", 0)]
    [InlineData("off", 1)]
    public void Judge_SynchronousCommit_OnlyOffIsUnsafe(string value, int problems) =>
        Assert.Equal(problems, DurabilityCheck.Judge("on", value, "on", 150_018, "15.18", isStandby: false).Count());

    [Theory]
    [InlineData(140_011, false, "server_version")]
    [InlineData(150_000, true, "pg_is_in_recovery()")]
    public void Judge_UnusableServer_CantBeAllowed(int version, bool isStandby, string setting)
    {
        var problem = Assert.Single(DurabilityCheck.Judge("on", "on", "on", version, "x", isStandby));

        Assert.Equal((setting, false), (problem.Setting, problem.CanBeAllowed));
    }

    public void Dispose() => _folder.Dispose();

    private Task<EmbeddedPostgres> StartUnsafeAsync()
    {
        var options = new EmbeddedPostgresOptions
        {
            DataFolder = _folder["pg"],
            Settings = { ["fsync"] = "off", ["synchronous_commit"] = "off", ["full_page_writes"] = "off" },
        };
        return EmbeddedPostgres.StartAsync(options, new RecordingLogger(), CancellationToken.None);
    }
}
