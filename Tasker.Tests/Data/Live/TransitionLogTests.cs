using Npgsql;
using Tasker.Data.Live;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Data.Live;

[Trait("Feature", "F104")]
public sealed class TransitionLogTests : WorkflowDatabase
{
    private readonly List<TransitionLogRow> _rows = [];

    [Fact]
    public async Task ReadAsync_EarlierRowCommittedLate_IsHandedOnAndHoldsUpNobody()
    {
        await using var log = await StartAsync();
        await using var connection = await Source.Console.OpenConnectionAsync();
        await using var open = await connection.BeginTransactionAsync();
        var early = await WriteAsync(connection);
        await using var other = await Source.Console.OpenConnectionAsync();
        var late = await WriteAsync(other);

        await log.ReadAsync(_rows.AddRange, withTotals: false, default);
        Assert.Equal([late], _rows.Select(r => r.Seq));
        await open.CommitAsync();
        await log.ReadAsync(_rows.AddRange, withTotals: false, default);
        await log.ReadAsync(_rows.AddRange, withTotals: false, default);

        Assert.True(early < late);
        Assert.Equal([late, early], _rows.Select(r => r.Seq));
    }

    [Fact]
    public async Task ReadAsync_OpenSinceBeforeTheStartAndBehindManyRows_IsStillHandedOn()
    {
        await using var connection = await Source.Console.OpenConnectionAsync();
        await using var open = await connection.BeginTransactionAsync();
        var early = await WriteAsync(connection);
        await using var log = await StartAsync();
        for (var round = 0; round < 4; round++)
        {
            await ExecuteAsync("""
                insert into tasker.transitions (task_id, at, path) select gen_random_uuid(), now(), '\x0102' from generate_series(1, 4000)
                """);
            await log.ReadAsync(_rows.AddRange, withTotals: false, default);
        }

        Assert.Equal(16_000, _rows.Count);
        await open.CommitAsync();
        await log.ReadAsync(_rows.AddRange, withTotals: false, default);

        Assert.Equal(early, _rows[^1].Seq);
        Assert.Equal(16_001, _rows.Count);
    }

    [Fact]
    public async Task ReadAsync_RolledBackAndIdle_HandsOnNothing()
    {
        await using var log = await StartAsync();
        await using (var connection = await Source.Console.OpenConnectionAsync())
        await using (await connection.BeginTransactionAsync())
        {
            await WriteAsync(connection);
        }

        var read = await log.ReadAsync(_rows.AddRange, withTotals: false, default);

        Assert.Equal((0, true, TimeSpan.Zero), (read.Rows, read.IsComplete, read.Lag));
    }

    [Fact]
    public async Task ReadAsync_MorePagesThanAreRead_PassesOverTheRestAndCountsAnew()
    {
        await using var log = await StartAsync();
        await ExecuteAsync($"""
            insert into tasker.transitions (task_id, at, path)
            select gen_random_uuid(), now(), '\x0102' from generate_series(1, {(TransitionLog.PageRows * TransitionLog.MostPages) + 10})
            """);

        var read = await log.ReadAsync(_ => { }, withTotals: false, default);
        var next = await log.ReadAsync(_rows.AddRange, withTotals: false, default);

        Assert.Equal((TransitionLog.PageRows * TransitionLog.MostPages, false), (read.Rows, read.IsComplete));
        Assert.NotNull(read.Totals);
        Assert.Equal(0, next.Rows);
    }

    [Fact]
    public async Task ReadAsync_WritersInParallel_HandsOnEveryRowOnce()
    {
        await using var log = await StartAsync();
        var writers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            await using var connection = await Source.Console.OpenConnectionAsync();
            for (var n = 0; n < 60; n++)
            {
                await using var transaction = await connection.BeginTransactionAsync();
                await WriteAsync(connection);
                await WriteAsync(connection);
                if (n % 7 == 0) await transaction.RollbackAsync();
                else await transaction.CommitAsync();
            }
        })).ToArray();

        while (!Task.WhenAll(writers).IsCompleted) await log.ReadAsync(_rows.AddRange, withTotals: false, default);
        await log.ReadAsync(_rows.AddRange, withTotals: false, default);

        var all = await ScalarAsync<long[]>("select array_agg(seq order by seq) from tasker.transitions");
        Assert.Equal(all, _rows.Select(r => r.Seq).Order());
    }

    [Fact]
    public async Task ReadAsync_LongHistory_UsesTheBlockRangeIndex()
    {
        await ExecuteAsync("""
            insert into tasker.transitions (task_id, at, path) select gen_random_uuid(), now(), '\x0102' from generate_series(1, 100000)
            """);
        await using var log = await StartAsync();
        await log.SummariseAsync(default);
        await using var connection = await Source.Console.OpenConnectionAsync();
        await using (var session = new NpgsqlCommand(TransitionLogSql.Session, connection)) await session.ExecuteNonQueryAsync();
        var sql = TransitionLogSql.Page.Replace("$1", "99990").Replace("$2", "(select pg_current_snapshot()::text)").Replace("$3", "5000");
        await using var explain = new NpgsqlCommand("explain (analyze, costs off, timing off, format text) " + sql, connection);
        var plan = new List<string>();
        await using (var row = await explain.ExecuteReaderAsync())
        {
            while (await row.ReadAsync()) plan.Add(row.GetString(0));
        }

        Assert.Contains(plan, line => line.Contains("Bitmap Index Scan on \"IX_transitions_seq\"", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("Seq Scan", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_WithWork_CountsIt()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        var made = await CreateAsync(1, NewTask(template), NewTask(template), NewTask(template));
        await EndAsync(0, End(made.Claimed[0], StepState.Complete));

        var (log, totals) = await TransitionLog.StartAsync(Source, TimeProvider.System, TimeSpan.FromSeconds(5), default);
        await log.DisposeAsync();

        Assert.Equal((1, 2), (totals.Tasks[(template, TaskState.Complete)], totals.Tasks[(template, TaskState.StepsInProcess)]));
        Assert.Equal(new Dictionary<StepState, long> { [StepState.Enqueued] = 2 }, totals.LiveSteps);
    }

    private async Task<TransitionLog> StartAsync() =>
        (await TransitionLog.StartAsync(Source, TimeProvider.System, TimeSpan.FromMilliseconds(200), default)).Log;

    private static async Task<long> WriteAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            """insert into tasker.transitions (task_id, at, path) values (gen_random_uuid(), clock_timestamp(), '\x0102') returning seq""", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
