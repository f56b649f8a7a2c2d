namespace Tasker.Data.DeadLetters;

/// <summary>What people do to entries. Each is one batch: the tasks are locked first, so that entry and task are seen as they are.</summary>
internal static class DeadLetterSql
{
    /// <summary>Locks the tasks of entries ($1), by id as every statement does. Answers with no row.</summary>
    public const string LockTasks = """
        with locked as materialized (
            select t.task_id from tasker.tasks t
            where t.task_id in (select d.task_id from tasker.tasks_dlq d where d.entry_id = any ($1))
            order by t.task_id
            for update
        )
        select 0 from (select count(*) as n from locked) l where l.n < 0
        """;

    /// <summary>
    /// Decides about entries: $1 command ids, $2 entries, $3 expected status, $4 resolution (null: stays), $5 notes, $6 actor, $7 idempotency
    /// key, $8 kind, $9 metadata, $10 the time of the decision (null: now). Answers with one row an entry: order, outcome, words, status now,
    /// by whom and when it was decided, outcome and time of the first command with the key.
    /// </summary>
    public const string Decide = """
        with asked as materialized (
            select * from unnest($1::uuid[], $2::uuid[]) with ordinality as i(command_id, entry_id, ord)
        ), earlier as materialized (
            select a.entry_id, c.kind = $8 and c.args ->> 'entry' = a.entry_id::text as same, c.outcome, c.outcome_detail, c.requested_at
            from asked a
            join tasker.operator_commands c on c.idempotency_key = $7
        ), judged as materialized (
            select a.*, d.task_id, d.resolution as was, d.resolved_by, d.resolved_at, coalesce($10::timestamptz, clock_timestamp()) as at,
                e.same, e.outcome as first_outcome, e.outcome_detail as first_detail, e.requested_at as first_at,
                case when e.same then 'replayed' when e.entry_id is not null then 'refused' when d.entry_id is null then 'not_found'
                    when d.resolution <> $3 then 'conflict' when d.resolution <> 'pending' then 'refused' else 'applied' end as outcome,
                case when e.entry_id is not null then 'the idempotency key belongs to another command'
                    when d.resolution <> $3 then 'the entry is ' || d.resolution || ', not ' || $3
                    when d.resolution <> 'pending' then 'a decided entry is not changed any more; a new episode makes a new entry' end as words
            from asked a
            left join tasker.tasks_dlq d on d.entry_id = a.entry_id
            left join earlier e on e.entry_id = a.entry_id
        ), decided as (
            update tasker.tasks_dlq d
            set resolution = coalesce($4, d.resolution), notes = $5, metadata = coalesce($9, d.metadata),
                resolved_by = case when $4 is not null then $6 end, resolved_at = case when $4 is not null then j.at end
            from judged j
            where d.entry_id = j.entry_id and j.outcome = 'applied'
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, requested_at, outcome, outcome_detail)
            select j.command_id, case when j.same is null then $7 end, $8, j.task_id,
                jsonb_strip_nulls(jsonb_build_object('entry', j.entry_id, 'resolution', $4::text)), $6, $5, clock_timestamp(), j.outcome, j.words
            from judged j
            where j.outcome in ('applied', 'conflict', 'refused')
        )
        select j.outcome, j.words, case j.outcome when 'applied' then coalesce($4, j.was) else j.was end, j.resolved_by, j.resolved_at,
            j.first_outcome, j.first_detail, j.first_at
        from judged j
        order by j.ord
        """;

    /// <summary>Enters a task by hand: $1 command id, $2 task, $3 actor, $4 reason, $5 idempotency key. The task is locked.</summary>
    public const string EnterByHand = """
        with earlier as materialized (
            select c.kind = 'dlq.enter' and c.task_id = $2 as same, c.requested_at, (c.args ->> 'entry')::uuid as entry_id
            from tasker.operator_commands c
            where c.idempotency_key = $5
        ), pending as materialized (
            select d.reason, d.entered_at, d.entry_id from tasker.tasks_dlq d where d.task_id = $2 and d.resolution = 'pending'
        ), entered as materialized (
            select tasker.enter_dead_letter(t.task_id, 'manual_dlq', jsonb_build_object('by', $3::text, 'reason', $4::text)) as entry_id
            from tasker.tasks t
            where t.task_id = $2 and not exists (select 1 from earlier) and not exists (select 1 from pending)
        ), judged as materialized (
            select case when (select e.same from earlier e) then 'replayed' when exists (select 1 from earlier) then 'refused'
                when not exists (select 1 from tasker.tasks t where t.task_id = $2) then 'not_found'
                when exists (select 1 from pending) then 'conflict' else 'applied' end as outcome
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, requested_at, outcome, outcome_detail)
            select $1, case when not exists (select 1 from earlier) then $5 end, 'dlq.enter', $2,
                jsonb_strip_nulls(jsonb_build_object('entry', (select n.entry_id from entered n))), $3, $4, clock_timestamp(), j.outcome,
                case j.outcome when 'conflict' then 'the task is pending already' when 'refused' then 'the idempotency key belongs to another command' end
            from judged j
            where j.outcome in ('applied', 'conflict', 'refused')
        )
        select j.outcome, coalesce((select n.entry_id from entered n), (select p.entry_id from pending p), (select e.entry_id from earlier e)),
            (select p.reason from pending p), (select p.entered_at from pending p), (select e.requested_at from earlier e)
        from judged j
        """;

    /// <summary>Entries for steps of a task that failed since it was requeued: $1 the entry that was decided.</summary>
    public const string EnterAgain = """
        with failed as materialized (
            select array_agg(s.task_id) as tasks, array_agg(s.step_no) as steps
            from tasker.tasks_dlq d
            join tasker.steps s on s.task_id = d.task_id and s.state = 8
            where d.entry_id = $1
        )
        select e.task_id from failed f cross join lateral tasker.enter_failed(f.tasks, f.steps) e where f.tasks is not null
        """;

    /// <summary>When a command with the key $1 was applied.</summary>
    public const string AppliedAt = "select c.requested_at from tasker.operator_commands c where c.idempotency_key = $1 and c.outcome = 'applied'";
}
