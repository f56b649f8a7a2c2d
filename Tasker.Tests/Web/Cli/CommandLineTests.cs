using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Cli;

public sealed class CommandLineTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Good = "name: x\nnamespace_name: cli\nversion: \"1.0.0\"\nsteps:\n  - name: a\n    handler:\n      callable: test.ok\n";

    [Theory]
    [Trait("Feature", "F136")]
    [InlineData("Tasker__Wroker__Concurrency", "5", "Tasker:Wroker", 78)]
    [InlineData("Tasker__Data__PoolSiz", "5", "PoolSiz", 78)]
    [InlineData("Tasker__Data__EnginePoolSize", "0", "EnginePoolSize", 78)]
    [InlineData("Tasker__Data__StartTimeout", "soon", "StartTimeout", 78)]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:8099", "urls", 78)]
    [InlineData("ConnectionStrings__Tasker", "Host", "ConnectionStrings:Tasker", 78)]
    [InlineData("ConnectionStrings__Tasker", "Host=x;Passwrd=secret", "Passwrd", 78)]
    [InlineData("ConnectionStrings__Tasker", "Host=127.0.0.1;Port=1;Username=u;Password=secret", "ConnectionStrings:Tasker", 1)]
    public async Task Serve_BadSetting_EndsNamingIt(string name, string value, string named, int exitCode)
    {
        // Whatever else is wrong, no own server is started: the shared one or the bad text is configured.
        var all = new Dictionary<string, string>
        {
            ["ConnectionStrings__Tasker"] = database.ConnectionString,
            ["Tasker__Data__StartTimeout"] = "00:00:01",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            [name] = value,
        };

        var (code, _, error) = await TaskerProcess.RunAsync([], [.. all.Select(p => (p.Key, p.Value))]);

        Assert.Equal(exitCode, code);
        Assert.Contains(named, error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Feature", "F136")]
    [InlineData("Tasker__Worker__Concurrency", "0", "Concurrency")]
    [InlineData("Tasker__Worker__Concurency", "5", "Concurency")]
    [InlineData("Tasker__Engine__Path", "Lokal", "Path")]
    [InlineData("Tasker__Roles", "walker", "Tasker:Roles")]
    [InlineData("Tasker__Chaos__CrashAt", "after-claim", "Tasker:Chaos")]
    public async Task Serve_BadEngineSetting_EndsNamingIt(string name, string value, string named)
    {
        var (code, _, error) = await TaskerProcess.RunAsync(
            [], ("ConnectionStrings__Tasker", database.ConnectionString), ("ASPNETCORE_URLS", "http://127.0.0.1:0"), (name, value));

        Assert.Equal(78, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F136")]
    public async Task MigrateThenCheck_NewDatabase_AllHolds()
    {
        var configured = ("ConnectionStrings__Tasker", database.ConnectionString);

        var migrated = await TaskerProcess.RunAsync(["migrate"], configured);
        var check = await TaskerProcess.RunAsync(["check", "--quiescent"], configured);

        Assert.Equal((0, ""), (migrated.ExitCode, migrated.Error));
        Assert.Equal((0, "all invariants hold", ""), (check.ExitCode, check.Output.Trim(), check.Error));
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task TemplateValidate_GoodAndBadFile_NamesThePlaceAndExits1()
    {
        using var folder = new TemporaryFolder();
        var (good, bad) = (folder["good.yaml"], folder["bad.yaml"]);
        await File.WriteAllTextAsync(good, Good);
        await File.WriteAllTextAsync(bad, Good.Replace("name: a", "name: a\n    dependencies: [none]", StringComparison.Ordinal));

        var (goodCode, goodOutput) = await RunAsync(good);
        var (code, output) = await RunAsync(bad);
        Assert.Equal(0, goodCode);
        Assert.DoesNotContain(" error ", goodOutput, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.Contains($"{bad}:6:20 error MISSING_DEP_REF", output, StringComparison.Ordinal);

        static async Task<(int, string)> RunAsync(string file)
        {
            var result = await TaskerProcess.RunAsync(["template", "validate", file]);
            return (result.ExitCode, result.Output + result.Error);
        }
    }

    [Theory]
    [Trait("Feature", "F100")]
    [InlineData("oneword", "{}", "NAMESPACE/NAME")]
    [InlineData("a/b", "{", "JSON")]
    public async Task TaskSubmit_BadArgument_Exits2(string template, string context, string named)
    {
        var (code, _, error) = await TaskerProcess.RunAsync(["task", "submit", template, "--context", context]);

        Assert.Equal(2, code);
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
