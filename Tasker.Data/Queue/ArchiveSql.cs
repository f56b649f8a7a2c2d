namespace Tasker.Data.Queue;

/// <summary>The statements over a queue's archive, {a}; its queue is {q}.</summary>
internal static class ArchiveSql
{
    /// <summary>$1 the id below which to begin, $2 how many.</summary>
    public const string List = """
        select m.msg_id, m.headers ->> 'tasker_reason', m.read_ct, m.enqueued_at, m.archived_at,
            case when length(m.message::text) <= 16000 then m.message::text end, m.headers
        from pgmq.{a} m
        where m.msg_id < $1
        order by m.msg_id desc
        limit $2
        """;

    /// <summary>
    /// Puts a message back: $1 its id, $2 the queue, $3 the command's id, $4 who, $5 why. A message of a worker's queue stands for a step, so
    /// it goes back only when that step waits and has none.
    /// </summary>
    public const string Replay = """
        with wanted as materialized (
            select m.msg_id, tasker.uuid_of(m.message ->> 'step_uuid') as step_uuid from pgmq.{a} m where m.msg_id = $1 for update
        ), waiting as materialized (
            select s.step_no
            from wanted w
            join tasker.steps s on s.task_id = tasker.task_of(w.step_uuid) and s.step_no = tasker.step_no(w.step_uuid)
            where s.state = 2
            for update of s
        ), judged as materialized (
            select w.msg_id, case
                when not exists (select 1 from tasker.namespaces ns where 'worker_' || lower(ns.name) || '_queue' = $2) then null
                when not exists (select 1 from waiting) then 'its step does not wait for a worker'
                when exists (select 1 from pgmq.{q} q where tasker.uuid_of(q.message ->> 'step_uuid') = w.step_uuid) then 'its step has a message already'
                end as refusal
            from wanted w
        ), gone as (
            delete from pgmq.{a} m using judged j where m.msg_id = j.msg_id and j.refusal is null
            returning m.message, m.headers
        ), sent as (
            insert into pgmq.{q} (vt, message, headers)
            select clock_timestamp(), g.message, nullif(coalesce(g.headers, '{}') - 'tasker_reason', '{}') from gone g
            returning msg_id
        ), noted as (
            insert into tasker.operator_commands (command_id, kind, args, actor, reason, requested_at, outcome, outcome_detail)
            select $3, 'message.replay', jsonb_build_object('queue', $2::text, 'msg_id', $1), $4, $5, clock_timestamp(),
                case when j.refusal is null then 'applied' else 'refused' end, j.refusal
            from judged j
        )
        select j.refusal, (select s.msg_id from sent s) from judged j
        """;
}
