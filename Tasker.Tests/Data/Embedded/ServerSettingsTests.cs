using Microsoft.Extensions.Logging;
using Tasker.Data.Embedded;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
public sealed class ServerSettingsTests
{
    [Theory]
    [InlineData("port")]
    [InlineData("listen_addresses")]
    [InlineData("log_line_prefix")]
    [InlineData("fsync=off -c work_mem")]
    [InlineData("")]
    public void RequireValid_OwnOrMalformedName_IsRefused(string name)
    {
        var refusal = Assert.Throws<EmbeddedPostgresException>(
            () => ServerSettings.RequireValid(new Dictionary<string, string> { [name] = "1" }));

        Assert.Equal(EmbeddedPostgresFailure.InvalidSetting, refusal.Failure);
    }

    [Fact]
    public void Arguments_OperatorsValue_ReplacesTheDefault()
    {
        var arguments = ServerSettings.Arguments(
            new Dictionary<string, string> { ["max_connections"] = "200", ["max_wal_size"] = "4GB" },
            new Dictionary<string, string> { ["max_connections"] = "20", ["pg_stat_statements.max"] = "9" }).ToList();

        Assert.Contains("max_connections=20", arguments);
        Assert.DoesNotContain("max_connections=200", arguments);
        Assert.Contains("max_wal_size=4GB", arguments);
        Assert.Contains("pg_stat_statements.max=9", arguments);
    }

    [Fact]
    public void Defaults_NoLibrary_DoNotPreloadIt()
    {
        var defaults = ServerSettings.Defaults(new ServerBinaries("/nowhere/bin", "15.1"), "pglz");

        Assert.DoesNotContain("shared_preload_libraries", defaults.Keys);
        Assert.DoesNotContain("fsync", defaults.Keys);
    }

    [Theory]
    [InlineData("Tasker")]
    [InlineData("a\"; drop database x")]
    [InlineData("")]
    [InlineData("1st")]
    public void Require_BadDatabaseName_IsRefused(string name) =>
        Assert.Throws<EmbeddedPostgresException>(() => DatabaseName.Require(name));

    [Theory]
    [InlineData("/short", "/short/socket")]
    [InlineData("/long/2345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", null)]
    public void PathFor_Root_FitsASocket(string root, string? expected)
    {
        var path = SocketFolder.PathFor(root);

        Assert.True(expected is null ? path.StartsWith("/tmp/tasker-pg-", StringComparison.Ordinal) : path == expected, path);
        Assert.True(path.Length + "/.s.PGSQL.5432".Length <= 103);
    }

    [Theory]
    [InlineData("client backend|ERROR:  duplicate key", LogLevel.Debug)]
    [InlineData("client backend|FATAL:  terminating connection", LogLevel.Debug)]
    [InlineData("client backend|PANIC:  could not write", LogLevel.Critical)]
    [InlineData("autovacuum worker|ERROR:  canceling autovacuum task", LogLevel.Warning)]
    [InlineData("checkpointer|WARNING:  could not", LogLevel.Warning)]
    [InlineData("postmaster|FATAL:  could not create shared memory segment", LogLevel.Error)]
    [InlineData("postmaster|LOG:  database system is ready to accept connections", LogLevel.Debug)]
    [InlineData("no prefix at all", LogLevel.Debug)]
    public void LevelOf_Line_IsAsLoudAsAnOperatorNeeds(string line, LogLevel level) => Assert.Equal(level, ServerLog.LevelOf(line));
}
