namespace Tasker.Data.Pauses;

/// <summary>
/// The statements over pauses. $1 command id, $2 kind of the command, $3 the target's key, $4 actor, $5 reason, $6 idempotency key,
/// $7 task; a pause goes on with $8 scope, $9 namespace, $10 template, $11 version, $12 queue, $13 until, a resume with $8: only when
/// it is over.
/// </summary>
internal static class PauseSql
{
    // A pause whose time has come, or whose task has come to its end: it holds nothing any more, but as long as there is any pause at all
    // every claim has to look for what it covers.
    private const string IsOver = """
        (p.until <= clock_timestamp() or exists (select 1 from tasker.tasks o where o.task_id = p.task_id and o.state in (9, 11, 12)))
        """;

    private const string Earlier = """
        earlier as materialized (
            select c.kind = $2 and c.args ->> 'target' = $3 as same, c.outcome, c.outcome_detail, c.requested_at
            from tasker.operator_commands c
            where c.idempotency_key = $6
        )
        """;

    private const string Answer = """
        select coalesce((select r.outcome from recorded r), case when exists (select 1 from earlier) then 'replayed' else 'not_found' end),
            (select r.outcome_detail from recorded r), (select e.outcome from earlier e), (select e.outcome_detail from earlier e),
            (select e.requested_at from earlier e)
        """;

    /// <summary>Pauses. An expired pause of the same thing that nobody cleared away yet is replaced.</summary>
    public const string Pause = $"""
        with {Earlier}, found as materialized (
            select clock_timestamp() as at,
                (select n.namespace_id from tasker.namespaces n
                    where case $8 when 'queue' then 'worker_' || lower(n.name) || '_queue' = lower($12) else lower(n.name) = lower($9) end) as namespace_id,
                case $8 when 'queue' then lower($12) when 'namespace' then 'worker_' || lower($9) || '_queue' end as queue_name,
                case $8
                    when 'task' then (select tasker.task_state_name(t.state) from tasker.tasks t where t.task_id = $7)
                    when 'template' then (
                        select 'there'
                        from tasker.templates tp
                        join tasker.namespaces n on n.namespace_id = tp.namespace_id
                        where lower(n.name) = lower($9) and tp.name = $10 and ($11 is null or tp.version = $11)
                        limit 1)
                    when 'namespace' then (select 'there' from tasker.namespaces n where lower(n.name) = lower($9))
                    when 'queue' then (select 'there' from pgmq.meta m where m.queue_name = lower($12))
                end as what
        ), judged as materialized (
            select f.*, r.refusal
            from found f
            cross join lateral (
                select case
                    when exists (select 1 from earlier) then 'the idempotency key belongs to another command'
                    when f.what in ('complete', 'cancelled', 'resolved_manually') then 'the task is ' || f.what
                    when $13 <= f.at then 'the end of the pause is in the past'
                end as refusal
            ) r
            where f.what is not null and not coalesce((select e.same from earlier e), false)
        ), made as (
            insert into tasker.pauses as p (pause_id, scope, target, task_id, namespace_id, template_name, template_version, queue_name, paused_by, reason,
                paused_at, until)
            select $1, $8, $3, $7, case $8 when 'task' then null else j.namespace_id end, $10, $11, j.queue_name, $4, $5, j.at, $13
            from judged j
            where j.refusal is null
            on conflict (target) do update
            set pause_id = excluded.pause_id, paused_by = excluded.paused_by, reason = excluded.reason, paused_at = excluded.paused_at, until = excluded.until
            where p.until <= clock_timestamp()
            returning 1
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, requested_at, outcome, outcome_detail)
            select $1, case when not exists (select 1 from earlier) then $6 end, $2, $7, jsonb_build_object('target', $3, 'until', $13::timestamptz), $4, $5, j.at,
                case when j.refusal is not null then 'refused' when exists (select 1 from made) then 'applied' else 'conflict' end, j.refusal
            from judged j
            returning outcome, outcome_detail
        )
        {Answer}, null::text
        """;

    /// <summary>Resumes. Answers with the queue whose messages have to be brought back, if messages may have been put aside.</summary>
    public const string Resume = $"""
        with {Earlier}, gone as (
            delete from tasker.pauses p
            where p.target = $3 and not exists (select 1 from earlier) and (not $8 or {IsOver})
            returning p.task_id, p.namespace_id, p.scope
        ), recorded as (
            insert into tasker.operator_commands (command_id, idempotency_key, kind, task_id, args, actor, reason, requested_at, outcome, outcome_detail)
            select $1, case when e.same is null then $6 end, $2, $7, jsonb_build_object('target', $3), $4, $5, clock_timestamp(),
                case when g.n = 1 then 'applied' else 'refused' end,
                case when e.same is not null then 'the idempotency key belongs to another command' when g.n = 0 then 'it is not paused' end
            from (select count(*)::int as n from gone) g
            left join earlier e on true
            where not coalesce(e.same, false) and (g.n = 1 or not $8)
            returning outcome, outcome_detail
        )
        {Answer}, (
            select 'worker_' || lower(n.name) || '_queue'
            from gone g
            left join tasker.tasks t on t.task_id = g.task_id
            left join tasker.templates tp on tp.template_id = t.template_id
            join tasker.namespaces n on n.namespace_id = coalesce(tp.namespace_id, g.namespace_id)
            where g.scope in ('task', 'template'))
        """;

    /// <summary>Who paused it, for a conflict: $1 the target's key.</summary>
    public const string Holder = "select p.paused_by, p.paused_at from tasker.pauses p where p.target = $1";

    /// <summary>Pauses that are over: $1 how many at most.</summary>
    public const string Due = $"{Columns} where {IsOver} order by p.until limit $1";

    /// <summary>Pauses in force, the last first: $1 how many at most.</summary>
    public const string List = $"{Columns} where p.until is null or p.until > clock_timestamp() order by p.paused_at desc limit $1";

    /// <summary>One pause: $1 its id.</summary>
    public const string Get = $"{Columns} where p.pause_id = $1";

    /// <summary>What keeps a task ($1) from going on.</summary>
    public const string OfTask = $"""
        {Columns}
        where (p.until is null or p.until > clock_timestamp())
          and (p.task_id = $1
            or exists (
                select 1
                from tasker.tasks t
                join tasker.templates tp on tp.template_id = t.template_id
                where t.task_id = $1 and p.namespace_id = tp.namespace_id
                  and (p.template_name is null or p.template_name = tp.name and (p.template_version is null or p.template_version = tp.version))))
        order by p.paused_at desc
        limit 20
        """;

    private const string Columns = """
        select p.pause_id, p.scope, p.task_id, n.name, p.template_name, p.template_version, p.queue_name, p.paused_by, p.reason, p.paused_at, p.until
        from tasker.pauses p
        left join tasker.namespaces n on n.namespace_id = p.namespace_id
        """;

    /// <summary>Brings messages back: $1 queue, $2 after which, $3 how many at most.</summary>
    public const string Unpark = "select u.last, u.freed from tasker.unpark_messages($1, $2, $3) u";

    /// <summary>Puts messages aside: $1 queue, $2 how many to look at.</summary>
    public const string Park = "select k.looked, k.parked from tasker.park_messages($1, $2) k";
}
