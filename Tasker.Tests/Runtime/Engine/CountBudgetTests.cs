using System.Text.Json.Nodes;
using Npgsql;
using Tasker.Runtime.Engine;
using Tasker.Tests.Support;
using Tasker.Web.Bench;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>
/// The gates of what the engine costs, in counts: no time is measured but the length of a window. What a node does by the second (its heartbeat,
/// its polls) counts for more where a run takes longer, and only ever adds: so a machine that was busy with something else may count again, and
/// the least of a few counts is what the engine costs. One that costs too much does so every time.
/// </summary>
[Trait("Feature", "F159")]
[Collection(QuietMachine.Name)]
public sealed class CountBudgetTests(CountServer server) : IClassFixture<CountServer>
{
    private const int Counts = 3;

    private const string Channel = "tasker_bell";

    // A node rings once when it starts and once when it ends; work of a single node rings nobody.
    private const int LifeBells = 2;

    // Until every loop has looked for the first time: what that takes belongs to the start.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    // Long, because a loop's turn falls into the window or just beside it: one turn more may not decide.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(16);

    [Fact]
    public async Task Linear4_OneAtATime_WithinTheBudget()
    {
        await CountAsync(async () =>
        {
            var line = await RunAsync(burst: false, units: 150);
            return Over(CountBudgets.IdleWrites, line, "write_tx_per_step") ?? Over(CountBudgets.IdleStatements, line, Statements(line));
        });
    }

    [Fact]
    public async Task Linear4_Burst_WithinTheBudget()
    {
        await CountAsync(async () =>
        {
            var line = await RunAsync(burst: true, units: 2000);
            return Over(CountBudgets.BurstWrites, line, "write_tx_per_step")
                ?? Over(CountBudgets.BurstStatements, line, Statements(line))
                ?? Over(CountBudgets.WalBytes, line, "wal_bytes_per_step_no_fpi");
        });
    }

    [Fact]
    public async Task Engine_NothingToDo_IsNearlySilent()
    {
        var database = await server.CreateAsync();
        await LiveAsync(database, Settling);
        await CountAsync(async () =>
        {
            var before = await server.TransactionsAsync(database);
            await LiveAsync(database, Settling);
            var startAndStop = await server.TransactionsAsync(database) - before;

            before = await server.TransactionsAsync(database);
            await LiveAsync(database, Settling + Window);
            var rate = (await server.TransactionsAsync(database) - before - startAndStop) / Window.TotalSeconds;

            // A node that waits at all asks now and then; nothing at all would mean that nothing was counted.
            Assert.True(rate >= 0.1, $"{rate} transactions a second");
            return rate > CountBudgets.IdleTransactions ? $"{rate} transactions a second, at most {CountBudgets.IdleTransactions} are allowed" : null;
        });
    }

    private static async Task CountAsync(Func<Task<string?>> tooMuch)
    {
        var seen = new List<string>();
        while (await tooMuch() is { } found)
        {
            seen.Add(found);
            if (seen.Count == Counts) Assert.Fail(string.Join(Environment.NewLine, seen));
        }
    }

    // Without pg_stat_statements transactions are counted: outside of a person's acts each is one round trip of one statement or a few.
    private static string Statements(JsonObject line) => line["statements_per_step"] is null ? "tx_per_step" : "statements_per_step";

    private static string? Over(double budget, JsonObject line, string key)
    {
        var value = (double?)line[key];
        Assert.True(value > 0, $"{key} was not counted: {line.ToJsonString()}");
        return value > budget ? $"{key} is {value}, at most {budget} is allowed: {line.ToJsonString()}" : null;
    }

    // As it runs by default; the harness would poll faster.
    private static async Task LiveAsync(string database, TimeSpan window)
    {
        await using var node = await TaskerHarness.StartAsync(
            database,
            settings: values =>
            {
                values["Tasker:Engine:PollInterval"] = new EngineOptions().PollInterval.ToString();
                values["Tasker:Engine:WakeUp"] = "Hybrid";
            });
        await Task.Delay(window, TimeProvider.System);
    }

    private async Task<JsonObject> RunAsync(bool burst, int units)
    {
        var database = await server.CreateAsync();
        await using var listener = new NpgsqlConnection(database + ";Pooling=false");
        await listener.OpenAsync();
        await using var listen = new NpgsqlCommand($"listen {Channel}", listener);
        await listen.ExecuteNonQueryAsync();
        var (bells, mine) = (0, 0);
        listener.Notification += (_, bell) =>
        {
            if (bell.PID == listener.ProcessID) mine++;
            else bells++;
        };
        var line = await BenchRun.RunAsync(new BenchWorkload("linear4", "linear4", burst, units, Warm: 50), database, units, concurrency: 10);
        Assert.True((bool?)line["ok"], line.ToJsonString());
        // Bells come in the order of their commits: with this one, all have come.
        await using var ring = new NpgsqlCommand($"notify {Channel}", listener);
        await ring.ExecuteNonQueryAsync();
        if (mine == 0) await listener.WaitAsync();
        Assert.Equal(1, mine);
        Assert.InRange(bells, 0, LifeBells);
        return line;
    }
}
