using Npgsql;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>Reads about attempts that are not on the hot path: recovery, and inputs that are not in memory.</summary>
public static class AttemptReader
{
    private const string Columns = """
        s.task_id, s.step_no, t.template_id, s.template_step_no, s.attempts, s.attempts_forgiven, s.max_attempts, s.retryable,
        s.inputs, s.checkpoint, t.context, t.correlation_id, s.lease_node, s.failure, coalesce(t.resets, 0)
        """;

    // Goes over tasks that may hold attempts: open and blocked ones, and those in error, whose attempts run to their end. There is no index
    // on leases to keep up to date.
    private const string HeldSql = $"""
        select {Columns}
        from tasker.tasks t
        join tasker.steps s on s.task_id = t.task_id
        where t.phase in (0, 1, 3) and t.steps_active > 0 and s.state = 3 and s.lease_node = $1
          and not exists (select 1 from unnest($3::uuid[], $4::int[]) as x(task_id, step_no) where x.task_id = s.task_id and x.step_no = s.step_no)
        limit $2
        """;

    private const string HandedOverSql = $$"""
        with taken as (
            delete from pgmq.q_orchestration_step_results q
            where q.msg_id = any (array(
                select c.msg_id from pgmq.q_orchestration_step_results c
                where c.vt <= clock_timestamp()
                  and not exists (
                    select 1 from tasker.pauses p
                    where p.queue_name = 'orchestration_step_results' and (p.until is null or p.until > clock_timestamp()))
                order by c.msg_id limit $1 for update of c skip locked))
            returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers, tasker.uuid_of(q.message ->> 'step_uuid') as step_uuid,
                case when q.message ->> 'attempt' ~ '^[0-9]{1,4}$' then (q.message ->> 'attempt')::smallint end as attempt
        ), buried as (
            insert into pgmq.a_orchestration_step_results (msg_id, read_ct, enqueued_at, vt, message, headers)
            select k.msg_id, k.read_ct, k.enqueued_at, k.vt, k.message, coalesce(k.headers, '{}') || '{"tasker_reason": "malformed"}'
            from taken k
            where k.step_uuid is null or k.attempt is null
            on conflict (msg_id) do nothing
        )
        select {{Columns}}, s.state
        from taken k
        left join tasker.steps s on s.task_id = tasker.task_of(k.step_uuid) and s.step_no = tasker.step_no(k.step_uuid)
            and s.attempts = k.attempt and s.state in (4, 5)
        left join tasker.tasks t on t.task_id = s.task_id
        """;

    /// <summary>Attempts that a node holds, at most <paramref name="most"/>, those of the steps <paramref name="except"/> left out.</summary>
    public static async Task<List<HeldAttempt>> HeldByAsync(
        NpgsqlDataSource dataSource, int node, IReadOnlyCollection<StepId> except, int most, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(HeldSql);
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue(most);
        command.Parameters.AddWithValue(except.Select(s => s.Task.Value).ToArray());
        command.Parameters.AddWithValue(except.Select(s => s.StepNo).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var held = new List<HeldAttempt>();
        while (await reader.ReadAsync(ct)) held.Add(new HeldAttempt(Read(reader), reader.GetInt32(12), Text(reader, 13)));
        return held;
    }

    /// <summary>
    /// Takes hand-over messages in the caller's transaction. The results must be accepted in the same transaction: with its end the
    /// messages are gone.
    /// </summary>
    /// <returns>How many messages were taken, and the results among them: a message may be stale, or one of two about the same result.</returns>
    public static async Task<(int Messages, List<(ClaimedStep Step, StepState State, string? Failure)> Results)> TakeHandedOverAsync(
        NpgsqlConnection connection, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(HandedOverSql, connection);
        command.Parameters.AddWithValue(most);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var taken = new List<(ClaimedStep, StepState, string?)>();
        var seen = new HashSet<StepId>();
        var messages = 0;
        while (await reader.ReadAsync(ct))
        {
            messages++;
            if (reader.IsDBNull(0)) continue;
            var step = Read(reader);
            // A second copy of a message would count the end of its step twice.
            if (seen.Add(step.TaskId.Step(step.StepNo))) taken.Add((step, (StepState)reader.GetInt16(15), Text(reader, 13)));
        }

        return (messages, taken);
    }

    /// <summary>Context, correlation id, template and resets of a task; null when there is no such task.</summary>
    public static async Task<(string Context, Guid CorrelationId, int TemplateId, int Resets)?> TaskAsync(NpgsqlDataSource dataSource, TaskId task, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select context, correlation_id, template_id, coalesce(resets, 0) from tasker.tasks where task_id = $1");
        command.Parameters.AddWithValue(task.Value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt32(3)) : null;
    }

    /// <summary>Results of the given steps of a task, those that ended well and have one.</summary>
    public static async Task<Dictionary<int, string>> ResultsAsync(NpgsqlDataSource dataSource, TaskId task, int[] steps, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            select s.step_no, s.result
            from tasker.steps s
            where s.task_id = $1 and s.step_no = any($2) and s.state in (7, 10) and s.result is not null
            """);
        command.Parameters.AddWithValue(task.Value);
        command.Parameters.AddWithValue(steps);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var results = new Dictionary<int, string>();
        while (await reader.ReadAsync(ct)) results[reader.GetInt32(0)] = reader.GetString(1);
        return results;
    }

    /// <summary>
    /// The copies of the given template steps (the workers of batches) that ended: those that ended well with their results, and those that
    /// failed and were set aside, by their batch or by a person.
    /// </summary>
    public static async Task<List<WorkerCopy>> CopiesAsync(NpgsqlDataSource dataSource, TaskId task, IReadOnlyList<int> templateSteps, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            select s.name, coalesce(s.result, s.inputs), case when s.result is null then s.failure end
            from tasker.steps s
            where s.task_id = $1 and s.template_step_no = any($2) and s.name is not null
              and s.state in (7, 10) and (s.result is not null or s.inputs is not null and s.failure is not null)
            order by s.step_no
            """);
        command.Parameters.AddWithValue(task.Value);
        command.Parameters.AddWithValue(templateSteps.ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var copies = new List<WorkerCopy>();
        while (await reader.ReadAsync(ct)) copies.Add(new WorkerCopy(reader.GetString(0), reader.GetString(1), Text(reader, 2)));
        return copies;
    }

    /// <summary>Which of these attempts the node still holds.</summary>
    public static async Task<HashSet<StepId>> StillHeldAsync(
        NpgsqlDataSource dataSource, int node, IReadOnlyList<(StepId Step, short Attempt)> attempts, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            select s.task_id, s.step_no
            from unnest($2::uuid[], $3::int[], $4::smallint[]) as i(task_id, step_no, attempt)
            join tasker.steps s on s.task_id = i.task_id and s.step_no = i.step_no
            where s.state = 3 and s.attempts = i.attempt and s.lease_node = $1
            """);
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue(attempts.Select(a => a.Step.Task.Value).ToArray());
        command.Parameters.AddWithValue(attempts.Select(a => a.Step.StepNo).ToArray());
        command.Parameters.AddWithValue(attempts.Select(a => a.Attempt).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var held = new HashSet<StepId>();
        while (await reader.ReadAsync(ct)) held.Add(new TaskId(reader.GetGuid(0)).Step(reader.GetInt32(1)));
        return held;
    }

    /// <summary>Which of these tasks exist: asked after a commit whose answer was lost.</summary>
    public static async Task<HashSet<TaskId>> ExistingAsync(NpgsqlDataSource dataSource, IReadOnlyCollection<TaskId> tasks, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select t.task_id from tasker.tasks t where t.task_id = any($1)");
        command.Parameters.AddWithValue(tasks.Select(t => t.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new HashSet<TaskId>();
        while (await reader.ReadAsync(ct)) found.Add(new TaskId(reader.GetGuid(0)));
        return found;
    }

    private static ClaimedStep Read(NpgsqlDataReader row) => new(
        new TaskId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt16(4), row.GetInt16(5), row.GetInt16(6),
        row.GetBoolean(7), Text(row, 8), Text(row, 9), row.GetString(10), row.GetGuid(11), row.GetInt32(14));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
