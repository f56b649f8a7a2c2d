using Npgsql;
using Tasker.Data.Workflow;

namespace Tasker.Data.Bench;

/// <summary>What a benchmark asks the database, on one connection of its own.</summary>
public sealed class BenchReads(string connectionString) : IAsyncDisposable
{
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

    /// <summary>Complete tasks that were not filled in as history.</summary>
    public async Task<long> CountCompleteAsync()
    {
        await using var command = await CommandAsync("select count(*) from tasker.tasks where phase = 2 and initiator is distinct from 'history'");
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

    /// <summary>Fills in finished tasks of a published shape, as if they had run long ago.</summary>
    /// <returns>Rows written.</returns>
    public async Task<long> FillHistoryAsync(string shape, int units)
    {
        await using var command = await CommandAsync("""
            with tp as (
                select t.template_id, t.initial_steps from tasker.templates t where t.name = $1 and t.is_default
            ), k as (
                insert into tasker.tasks (task_id, template_id, state, priority, stop_on_failure, steps_total, steps_left, steps_active, steps_waiting,
                    steps_failed, requested_at, created_at, changed_at, completed_at, correlation_id, initiator, context)
                select (lpad(to_hex(g), 12, '0') || '7000800000000000' || '0000')::uuid, tp.template_id, 9, 0, false, tp.initial_steps, 0, 0, 0, 0, now(),
                    now(), now(), now(), gen_random_uuid(), 'history', '{"n": 6}'
                from generate_series(1, $2) g, tp
                returning task_id, template_id
            ), s as (
                insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits,
                    created_at, changed_at, result)
                select k.task_id, ts.step_no, ts.step_no, 7, 1, 0, 3, true, 0, now(), now(), '{"n": 6, "ok": true}'
                from k join tasker.template_steps ts on ts.template_id = k.template_id
                returning task_id, step_no
            ), h as (
                insert into tasker.transitions (task_id, step_no, at, path, attempt, node_id, elapsed_us)
                select k.task_id, null, now(), '\x0001020304'::bytea, null::smallint, 1, null::int from k
                union all select k.task_id, null, now(), '\x040509'::bytea, null, 1, null from k
                union all select s.task_id, s.step_no, now(), '\x010203'::bytea, 1, 1, null from s
                union all select s.task_id, s.step_no, now(), '\x030407'::bytea, 1, 1, 5 from s
                returning 1
            )
            select (select count(*) from k) + (select count(*) from s) + (select count(*) from h)
            """);
        command.CommandTimeout = 600;
        command.Parameters.AddWithValue(shape);
        command.Parameters.AddWithValue(units);
        return (long)(await command.ExecuteScalarAsync())!;
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
