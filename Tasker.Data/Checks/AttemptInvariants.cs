namespace Tasker.Data.Checks;

/// <summary>Attempts are numbered, counted, limited, and only their holders end them.</summary>
internal static class AttemptInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I19", CheckPhase.Always, "no more attempts than allowed, those that a person forgave aside", """
            select s.task_id, s.step_no, s.attempts, s.attempts_forgiven, s.max_attempts
            from tasker.steps s
            where s.attempts - s.attempts_forgiven > greatest(1, s.max_attempts) or s.attempts_forgiven not between 0 and s.attempts
            """),
        new("I20", CheckPhase.Always, "a step's attempts are those of its history, numbered from 1 without a gap", """
            select s.task_id, s.step_no, s.attempts, coalesce(a.begun, 0) as begun, a.lowest, a.highest
            from tasker.steps s
            left join (
                select r.task_id, r.step_no, count(*) as begun, count(distinct r.attempt) as numbers, min(r.attempt) as lowest, max(r.attempt) as highest
                from tasker.moves r
                where r.step_no is not null and position('\x03'::bytea in substr(r.path, 2)) > 0
                group by r.task_id, r.step_no
            ) a on a.task_id = s.task_id and a.step_no = s.step_no
            where s.attempts <> coalesce(a.begun, 0) or (a.begun > 0 and (a.lowest <> 1 or a.highest <> a.begun or a.numbers <> a.begun))
            """),
        new("I22", CheckPhase.Always, "an attempt is ended under its own number, and a result comes from the node that began it", """
            select e.task_id, e.step_no, e.seq, e.attempt, e.node_id, b.node_id as begun_by
            from tasker.moves e
            left join (
                select r.task_id, r.step_no, r.attempt, r.seq, r.node_id
                from tasker.moves r
                where r.step_no is not null and position('\x03'::bytea in substr(r.path, 2)) > 0
            ) b on b.task_id = e.task_id and b.step_no = e.step_no and b.attempt = e.attempt and b.seq < e.seq
            where e.step_no is not null and get_byte(e.path, 0) = 3
              and (b.task_id is null or (get_byte(e.path, 1) = 4 and e.node_id is distinct from b.node_id))
            """),
        // How long a back-off had to be is in the failure, as retry_in_ms; a person may cut it short.
        new("I24", CheckPhase.Always, "no retry before its back-off is over", """
            select s.task_id, s.step_no, null::bigint as seq, s.changed_at as at, s.retry_at as next
            from tasker.steps s
            where s.retry_at < s.changed_at
            union all
            select h.task_id, h.step_no, h.seq, h.at, h.next
            from (
                select r.task_id, r.step_no, r.seq, r.path, r.at, r.detail,
                    lead(r.at) over w as next, lead(r.path) over w as next_path, lead(r.actor) over w as next_actor
                from tasker.moves r
                where r.step_no is not null
                window w as (partition by r.task_id, r.step_no order by r.seq)
            ) h
            where get_byte(h.path, length(h.path) - 1) = 6 and get_byte(h.next_path, 1) = 1 and h.next_actor is null
              and jsonb_typeof(h.detail -> 'retry_in_ms') = 'number'
              and h.next < h.at + (h.detail ->> 'retry_in_ms')::double precision * interval '1 millisecond'
              -- A task that runs out of time takes its waiting steps back, and they do not start.
              and not (get_byte(h.next_path, length(h.next_path) - 1) = 1 and exists (
                select 1 from tasker.moves k
                where k.task_id = h.task_id and k.step_no is null and k.at = h.next and get_byte(k.path, length(k.path) - 1) = 10))
            """),
        new("I25", CheckPhase.Always, "what may not be retried never waits for a retry", """
            select h.task_id, h.step_no, h.seq, h.from_state, h.to_state
            from tasker.step_transitions h
            join tasker.steps s on s.task_id = h.task_id and s.step_no = h.step_no
            where not s.retryable and h.to_no = 6 and h.from_no in (3, 5)
            """),
        new("E02", CheckPhase.Always, "a complete step has its result", """
            select s.task_id, s.step_no from tasker.steps s where s.state = 7 and s.result is null
            """),
    ];
}
