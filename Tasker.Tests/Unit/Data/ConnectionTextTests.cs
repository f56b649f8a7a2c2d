using Npgsql;
using Tasker.Data;
using Xunit;

namespace Tasker.Tests.Unit.Data;

[Trait("Feature", "Configuration")]
public sealed class ConnectionTextTests
{
    [Theory]
    [InlineData("", "ConnectionStrings:Tasker is empty")]
    [InlineData("Username=ana;Password=s3cret", "ConnectionStrings:Tasker has no Host")]
    [InlineData("Host=db;Pasword=s3cret", "ConnectionStrings:Tasker has the unknown key 'pasword'")]
    [InlineData("Host=db;Port=s3cret", "ConnectionStrings:Tasker has a value that the key 'port' does not take")]
    [InlineData("Host=db;SSL Mode=s3cret", "ConnectionStrings:Tasker has a value that the key 'ssl mode' does not take")]
    [InlineData("Host=db;Timeout=-1;Password=s3cret", "ConnectionStrings:Tasker has a value that the key 'timeout' does not take")]
    public void Create_TextThatCannotBeUsed_NamesTheKeyAndNoValue(string text, string message)
    {
        var e = Assert.Throws<TaskerDatabaseException>(() => TaskerDataSource.Create(text, new TaskerDataOptions()));

        Assert.Equal(message, e.Message);
        Assert.DoesNotContain("s3cret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db;Password=pa;s3cret=1;Port=5")]
    [InlineData("Host=db;Password=\"s3cret")]
    [InlineData("s3cret")]
    [InlineData("postgres://ana:s3cret@db/tasker")]
    public void Create_PasswordThatBreaksTheText_IsNotRepeated(string text)
    {
        var e = Assert.Throws<TaskerDatabaseException>(() => TaskerDataSource.Create(text, new TaskerDataOptions()));

        Assert.DoesNotContain("s3cret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_GoodText_MakesTwoPoolsThatDifferWhereTheyMust()
    {
        await using var data = TaskerDataSource.Create(
            "Host=db;Options=-c search_path=x", new TaskerDataOptions { EnginePoolSize = 3, ConsoleStatementTimeout = TimeSpan.FromMilliseconds(1500) });

        var engine = new NpgsqlConnectionStringBuilder(data.Engine.ConnectionString);
        var console = new NpgsqlConnectionStringBuilder(data.Console.ConnectionString);
        Assert.Equal(("tasker-engine", 3, 64, true), (engine.ApplicationName, engine.MaxPoolSize, engine.MaxAutoPrepare, engine.NoResetOnClose));
        Assert.Equal(("tasker-console", 8, 0, false), (console.ApplicationName, console.MaxPoolSize, console.MaxAutoPrepare, console.NoResetOnClose));
        Assert.Equal("-c search_path=x -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan", engine.Options);
        Assert.Equal("-c search_path=x -c statement_timeout=1500 -c jit=off", console.Options);
    }
}
