using Microsoft.Extensions.Logging.Abstractions;
using Tasker.Data.Embedded;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Embedded;

[Trait("Feature", "Embedded")]
public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("notes.txt", "mine")]
    [InlineData("PG_VERSION", "15\n")]
    [InlineData("tasker.json", """{"product":"something else","format":1}""")]
    [InlineData("tasker.json", "not json")]
    [InlineData("tasker.json", """{"product":"tasker","format":99}""")]
    public async Task StartAsync_FolderNotOurs_IsRefusedAndUntouched(string file, string content)
    {
        Directory.CreateDirectory(_folder["theirs", "sub"]);
        await File.WriteAllTextAsync(_folder["theirs", file], content);
        await File.WriteAllTextAsync(_folder["theirs", "sub", "more"], "x");
        var before = TemporaryFolder.Listing(_folder["theirs"]);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => EmbeddedPostgres.StartAsync(
            new EmbeddedPostgresOptions { DataFolder = _folder["theirs"] }, NullLogger.Instance, CancellationToken.None));

        Assert.Equal(EmbeddedPostgresFailure.ForeignDataFolder, refusal.Failure);
        Assert.Equal(_folder["theirs"], refusal.DataFolder);
        Assert.Contains(_folder["theirs"], refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, TemporaryFolder.Listing(_folder["theirs"]));
    }

    [Fact]
    public void Take_WriterOfMarkerWasKilled_TakesTheFolder()
    {
        Directory.CreateDirectory(_folder["pg"]);
        File.WriteAllText(_folder["pg", "tasker.json.new"], "{\"pro");

        using var folder = DataFolder.Take(_folder["pg"], user: null);

        Assert.Equal(DataFolderMarker.Format, DataFolderMarker.Read(_folder["pg"]));
    }

    [Fact]
    public void Take_LockedByAnother_NamesFolderAndSetting()
    {
        using var first = DataFolder.Take(_folder["pg"], user: null);

        var refusal = Assert.Throws<EmbeddedPostgresException>(() => DataFolder.Take(_folder["pg"], user: null));

        Assert.Equal(EmbeddedPostgresFailure.DataFolderInUse, refusal.Failure);
        Assert.Contains("Tasker:Postgres:DataFolder", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_GivenBack_CanBeTakenAgain()
    {
        DataFolder.Take(_folder["pg"], user: null).Dispose();

        using var again = DataFolder.Take(_folder["pg"], user: null);

        Assert.Null(again.ClusterMajor);
    }

    [Fact]
    public void Take_PathIsAFile_SaysThatItCantBeUsed()
    {
        File.WriteAllText(_folder["file"], "x");

        var refusal = Assert.Throws<EmbeddedPostgresException>(() => DataFolder.Take(_folder["file", "pg"], user: null));

        Assert.Equal(EmbeddedPostgresFailure.DataFolderUnreachable, refusal.Failure);
    }

    [Fact]
    public void MakePrivate_Link_IsRefused()
    {
        Directory.CreateDirectory(_folder["target"]);
        Directory.CreateSymbolicLink(_folder["link"], _folder["target"]);
        using var folder = DataFolder.Take(_folder["pg"], user: null);

        Assert.Throws<IOException>(() => folder.MakePrivate(_folder["link"]));
    }

    public void Dispose() => _folder.Dispose();
}
