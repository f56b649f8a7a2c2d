using Npgsql;
using Tasker.Data.Workflow;

namespace Tasker.Data.Bench;

/// <summary>What a benchmark asks the database, on one connection of its own.</summary>
public sealed class BenchReads(string connectionString) : IAsyncDisposable
{
    private const int FillBatch = 25_000;

    private readonly NpgsqlConnection _connection = new(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false, MaxAutoPrepare = 10, AutoPrepareMinUsages = 1, ApplicationName = "tasker-bench",
        }.ConnectionString);

    /// <summary>True when the task is complete in the database.</summary>
    public async Task<bool> IsCompleteAsync(TaskId task)
    {
        await using var command = await CommandAsync("select state = 9 from tasker.tasks where task_id = $1");
        command.Parameters.AddWithValue(task.Value);
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>Complete tasks that were not filled in as history, which is a day old: found by the range of their ids, however many those are.</summary>
    public async Task<long> CountCompleteAsync()
    {
        await using var command = await CommandAsync("""
            select count(*)
            from tasker.tasks
            where phase = 2
              and task_id > rpad(lpad(to_hex((extract(epoch from now() - interval '12 hours') * 1000)::bigint), 12, '0'), 32, '0')::uuid
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The counters of the server that benchmarks report.</summary>
    public async Task<BenchCounters> CountersAsync()
    {
        await using var command = await CommandAsync("""
            select pg_current_wal_insert_lsn(), pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                (select xact_commit + xact_rollback from pg_stat_database where datname = current_database())
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new BenchCounters((ulong)reader.GetFieldValue<NpgsqlTypes.NpgsqlLogSequenceNumber>(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Statements run in this database, from <c>pg_stat_statements</c>; null where the server does not have it.</summary>
    public async Task<long?> StatementsAsync()
    {
        try
        {
            await using (var make = await CommandAsync("create extension if not exists pg_stat_statements")) await make.ExecuteNonQueryAsync();
            await using var command = await CommandAsync("""
                select coalesce(sum(calls), 0)::bigint from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
                """);
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (PostgresException)
        {
            // Not installed, not loaded or not allowed: the figure is reported as unknown.
            return null;
        }
    }

    /// <summary>Bytes of full-page images between two places of the log; null where <c>pg_walinspect</c> is not to be had.</summary>
    public async Task<long?> FullPageBytesAsync(ulong from, ulong to)
    {
        await using (var setting = await CommandAsync("select current_setting('full_page_writes')"))
        {
            if (await setting.ExecuteScalarAsync() is "off") return 0;
        }

        try
        {
            await using (var make = await CommandAsync("create extension if not exists pg_walinspect")) await make.ExecuteNonQueryAsync();
            await using var command = await CommandAsync("select coalesce(sum(fpi_size), 0)::bigint from pg_get_wal_stats($1, $2)");
            command.Parameters.Add(Lsn(from));
            command.Parameters.Add(Lsn(to));
            return (long)(await command.ExecuteScalarAsync())!;
        }
        catch (PostgresException)
        {
            return null;
        }
    }

    /// <summary>
    /// Fills in finished tasks of a published shape: the rows that the engine would have left, a day ago, an id each millisecond.
    /// </summary>
    /// <returns>Rows written.</returns>
    public async Task<long> FillHistoryAsync(string shape, int units)
    {
        var rows = 0L;
        for (var at = 0; at < units; at += FillBatch)
        {
            await using var command = await CommandAsync(BenchFillSql.Fill);
            command.CommandTimeout = 600;
            command.Parameters.AddWithValue(shape);
            command.Parameters.AddWithValue(Math.Min(FillBatch, units - at));
            command.Parameters.AddWithValue((long)units - at);
            rows += (long)(await command.ExecuteScalarAsync())!;
        }

        // As autovacuum would have done by now: what is measured next must not pay for it, nor plan with empty tables in mind.
        await using var vacuum = await CommandAsync(BenchFillSql.Vacuum);
        vacuum.CommandTimeout = 600;
        await vacuum.ExecuteNonQueryAsync();
        return rows;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static NpgsqlParameter Lsn(ulong place) =>
        new() { Value = new NpgsqlTypes.NpgsqlLogSequenceNumber(place), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.PgLsn };

    private async Task<NpgsqlCommand> CommandAsync(string sql)
    {
        if (_connection.State != System.Data.ConnectionState.Open) await _connection.OpenAsync();
        return new NpgsqlCommand(sql, _connection);
    }
}
