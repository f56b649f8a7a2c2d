using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
[UnsupportedOSPlatform("windows")]
public sealed class ServerFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Folders_SeveralVersions_NewestFirstThenTheNextPlace()
    {
        foreach (var version in (string[])["9.6", "15", "17", "100"])
        {
            MakeServer(_folder["lib", version, "bin"], version);
        }

        MakeServer(_folder["pgsql-18", "bin"], "18");
        Directory.CreateDirectory(_folder["lib", "19", "bin"]);

        var folders = InstalledServers.Folders([_folder["lib", "*", "bin"], _folder["pgsql-*", "bin"], _folder["missing", "*", "bin"]]);

        Assert.Equal(
            [_folder["lib", "100", "bin"], _folder["lib", "17", "bin"], _folder["lib", "15", "bin"], _folder["lib", "9.6", "bin"], _folder["pgsql-18", "bin"]],
            folders);
    }

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", "15.18")]
    [InlineData("postgres (PostgreSQL) 18beta1", "18beta1")]
    [InlineData("postgres (Postgres-XL) 10", null)]
    [InlineData("", null)]
    public void ParseVersion_Output_FindsVersion(string output, string? version) =>
        Assert.Equal(version, ServerBinaries.ParseVersion(output));

    [Fact]
    public async Task FindAsync_ConfiguredFolder_WinsOverInstalled()
    {
        MakeServer(_folder["bin"], "16.1");

        var found = await FindAsync(_folder["bin"], dataMajor: null);

        Assert.Equal(new ServerBinaries(_folder["bin"], "16.1"), found);
    }

    [Theory]
    [InlineData("14.9", null, EmbeddedPostgresFailure.NoServer, "version 14.9 is older than 15")]
    [InlineData("16.1", 15, EmbeddedPostgresFailure.WrongServerVersion, "version 16.1 can't read data of version 15")]
    public async Task FindAsync_UnfitServer_SaysWhy(string version, int? dataMajor, EmbeddedPostgresFailure failure, string reason)
    {
        MakeServer(_folder["bin"], version);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => FindAsync(_folder["bin"], dataMajor));

        Assert.Equal(failure, refusal.Failure);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_NoServerAnywhere_SaysWhatToDo()
    {
        var options = new EmbeddedPostgresOptions { UseInstalledServers = false, AllowNpmFetch = false };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => new ServerFinder(options, user: null, NullLogger.Instance).FindAsync(dataMajor: null, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.NoServer, refusal.Failure);
        Assert.Contains("ConnectionStrings:Tasker", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", 1001u, 1002u)]
    [InlineData("broken", null, null)]
    [InlineData("nobody-here", null, null)]
    public void Find_PasswdFile_ReadsIds(string name, uint? user, uint? group)
    {
        File.WriteAllText(_folder["passwd"], "root:x:0:0::/root:/bin/sh\nalice:x:1001:1002:A:/home/alice:/bin/sh\nbroken:x\n");

        var found = ServerUser.Find(name, _folder["passwd"]);

        Assert.Equal((user, group), (found?.UserId, found?.GroupId));
    }

    public void Dispose() => _folder.Dispose();

    private static Task<ServerBinaries> FindAsync(string folder, int? dataMajor) =>
        new ServerFinder(new EmbeddedPostgresOptions { BinFolder = folder }, user: null, NullLogger.Instance)
            .FindAsync(dataMajor, CancellationToken.None);

    private static void MakeServer(string folder, string version)
    {
        Directory.CreateDirectory(folder);
        foreach (var program in (string[])["postgres", "initdb", "pg_ctl"])
        {
            var path = Path.Combine(folder, program);
            File.WriteAllText(path, $"#!/bin/sh\necho '{program} (PostgreSQL) {version}'\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
