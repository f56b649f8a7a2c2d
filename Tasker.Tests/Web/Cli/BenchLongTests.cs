using System.Text.Json.Nodes;
using Npgsql;
using Tasker.Data.Bench;
using Tasker.Data.Checks;
using Tasker.Tests.Support;
using Tasker.Web.Bench;
using Xunit;

namespace Tasker.Tests.Web.Cli;

/// <summary>The long runs of the bench verb, in small: what they fill, queue and keep up is real; no time is asserted.</summary>
[Trait("Feature", "F159")]
public sealed class BenchLongTests : TestDatabase
{
    private const string Shapes = """
        select string_agg(r, E'\n' order by n, r)
        from (
            select count(*) as n, format('%s %s %s %s %s %s', h.step_no, h.path, h.task_path, h.attempt, h.queued, h.claimed) as r
            from tasker.transitions h join tasker.tasks t on t.task_id = h.task_id
            where (t.initiator is not distinct from 'history') = $1
            group by r
        ) rows
        """;

    protected override Task PrepareAsync() => BenchDatabase.InstallAsync(ConnectionString);

    [Fact]
    public async Task History_FilledTasks_AreLikeRealOnes()
    {
        var line = await BenchRun.RunAsync(
            new BenchWorkload("small", "linear4", Burst: false, Units: 3, Warm: 0), ConnectionString, 3, concurrency: 4, history: 3);

        Assert.True((bool?)line["ok"]);
        Assert.Equal(3, await ScalarAsync<long>("select count(*) from tasker.tasks where initiator = 'history'"));
        Assert.Equal(3, await ScalarAsync<long>("select count(*) from tasker.tasks where initiator is distinct from 'history'"));
        Assert.Equal(await ScalarAsync<string>(Shapes, false), await ScalarAsync<string>(Shapes, true));
        Assert.Equal(4, await ScalarAsync<long>("select count(distinct to_jsonb(s) - '{task_id,created_at,changed_at}'::text[]) from tasker.steps s"));
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        Assert.Empty(await Checker.RunAsync(source, quiescent: true, CancellationToken.None));
    }

    [Fact]
    public async Task Backlog_Small_IsDrainedToTheEnd()
    {
        var line = await BenchLong.BacklogAsync(Plan(null, null, 0, 300, null), ConnectionString);

        Assert.True((bool?)line["ok"], line.ToJsonString());
        Assert.Equal(300, await ScalarAsync<long>("select count(*) from tasker.tasks where phase = 2"));
        Assert.True((double?)line["first_tenth_per_s"] > 0 && (double?)line["last_tenth_per_s"] > 0, line.ToJsonString());
    }

    [Fact]
    public async Task Sustain_FiveSeconds_SaysTenLinesAndAVerdict()
    {
        var said = new List<string>();
        var line = await BenchLong.SustainAsync(Plan(null, null, 0, 0, "5s"), ConnectionString, said.Add);

        Assert.Equal(10, said.Count);
        Assert.True((double?)line["first_per_s"] > 0 && (double?)line["last_per_s"] > 0, line.ToJsonString());
        Assert.Equal((long?)line["n"], await ScalarAsync<long>("select count(*) from tasker.tasks where phase = 2"));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from tasker.tasks where phase <> 2"));
        // What is said of the ratio is rounded.
        if (Math.Abs((double)line["ratio"]! - 0.9) > 0.001) Assert.Equal((double?)line["ratio"] >= 0.9, (bool?)line["ok"]);
        Assert.NotNull((bool?)line["memory_flat"]);
    }

    [Fact]
    public async Task Roles_OneOrchestratorAndTwoWorkers_WorkersDoAllSteps()
    {
        var line = await BenchRoles.RunAsync(Plan("linear4-burst", 20, 0, 0, null, "orchestrator,worker,worker"), ConnectionString);

        Assert.True((bool?)line["ok"], line.ToJsonString());
        Assert.Equal(3, (int?)line["processes"]);
        Assert.Equal((20 + 300) * 4, Assert.IsType<JsonArray>(line["steps_by_worker"]).Sum(s => (long)s!));
        Assert.Equal(3, await ScalarAsync<long>("select count(*) from tasker.nodes"));
    }

    private static BenchPlan Plan(string? name, int? units, int history, int backlog, string? sustain, string? roles = null) =>
        BenchPlan.Of(name, units, concurrency: 10, history, backlog, sustain, roles).Plan!;

    private async Task<T> ScalarAsync<T>(string sql, bool parameter)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(parameter);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
