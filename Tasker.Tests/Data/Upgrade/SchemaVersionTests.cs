using Npgsql;
using Tasker.Data;
using Tasker.Data.Schema;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Upgrade;

/// <summary>Functions of a newer version stay: an older process that starts beside newer ones does not begin.</summary>
[Trait("Feature", "F158")]
public sealed class SchemaVersionTests : TestDatabase
{
    [Theory]
    [InlineData("99.0.0.0", true)]
    [InlineData("0.0.1.0", false)]
    public async Task InstallAsync_FunctionsOfAnotherVersion_AreReplacedOnlyWhenTheyAreOlder(string theirs, bool isRefused)
    {
        await using var data = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions());
        await SchemaInstaller.InstallAsync(data.Console, CancellationToken.None);
        Assert.Empty(await SchemaInstaller.InstallAsync(data.Console, CancellationToken.None));
        await using (var change = data.Console.CreateCommand(
            $"update tasker.schema_scripts set version = '{theirs}', hash = 'another' where name = '10_complete_step.sql'"))
        {
            await change.ExecuteNonQueryAsync();
        }

        if (isRefused)
        {
            var refused = await Assert.ThrowsAsync<TaskerDatabaseException>(() => SchemaInstaller.InstallAsync(data.Console, CancellationToken.None));
            Assert.Contains("newer Tasker", refused.Message, StringComparison.Ordinal);
            Assert.Equal("another", await HashAsync(data.Console));
        }
        else
        {
            Assert.Equal(["10_complete_step.sql"], await SchemaInstaller.InstallAsync(data.Console, CancellationToken.None));
            Assert.NotEqual("another", await HashAsync(data.Console));
        }
    }

    private static async Task<string> HashAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select hash from tasker.schema_scripts where name = '10_complete_step.sql'");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
