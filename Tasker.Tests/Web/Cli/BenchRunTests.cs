using Tasker.Data.Bench;
using Tasker.Tests.Support;
using Tasker.Web.Bench;
using Xunit;

namespace Tasker.Tests.Web.Cli;

/// <summary>The bench verb measures for real and answers with the harness's keys; no time is asserted.</summary>
public sealed class BenchRunTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("linear4", false)]
    [InlineData("diamond", true)]
    [Trait("Feature", "F159")]
    public async Task RunAsync_SmallWorkload_AnswersWithTheKeysAndEveryStepRan(string shape, bool burst)
    {
        await BenchDatabase.InstallAsync(database.ConnectionString);
        var line = await BenchRun.RunAsync(new BenchWorkload("small", shape, burst, Units: 5, Warm: 2), database.ConnectionString, 5, concurrency: 4);
        Assert.True((bool?)line["ok"]);
        Assert.True((double?)line["steps_per_s"] > 0);
        Assert.True((double?)line["write_tx_per_step"] > 0);
        Assert.Equal(burst, line["p50_ms"] is null);
        string[] keys = ["workload", "n", "wall_s", "tx_per_step", "statements_per_step", "wal_bytes_per_step_no_fpi", "rss_mb"];
        Assert.All(keys, key => Assert.True(line.ContainsKey(key), key));
    }
}
