namespace Tasker.Data.Checks;

/// <summary>The history of every task and step is a legal way from its beginning to where it is.</summary>
internal static class HistoryInvariants
{
    private const string Hops = """
        with hops as (
            select p.of_step, p.path, get_byte(p.path, i - 1) as from_no, get_byte(p.path, i) as to_no
            from (select distinct r.step_no is not null as of_step, r.path from tasker.moves r) p
            cross join lateral generate_series(1, length(p.path) - 1) i
        ), legal as (
            select false as of_step, t.from_state, t.to_state, bool_and(t.operator_only) as operator_only, false as of_batch
            from tasker.legal_task_transitions t
            group by t.from_state, t.to_state
            union all
            select true, s.from_state, s.to_state, bool_and(s.operator_only or s.event in ('stop_with_batch', 'set_aside')),
                bool_or(s.event in ('stop_with_batch', 'set_aside'))
            from tasker.legal_step_transitions s
            group by s.from_state, s.to_state
        )
        """;

    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I08", CheckPhase.Always, "every task has a history that begins with its creation", """
            select t.task_id
            from tasker.tasks t
            left join tasker.moves r on r.task_id = t.task_id and r.step_no is null and get_byte(r.path, 0) = 0
            group by t.task_id
            having count(r.task_id) <> 1
            """),
        new("I09", CheckPhase.Always, "a history is a chain: each move leaves the state that the one before reached, the first leaves pending", """
            select h.task_id, h.step_no, h.seq, h.path, h.before
            from (
                select r.task_id, r.step_no, r.seq, r.path,
                    lag(get_byte(r.path, length(r.path) - 1)) over (partition by r.task_id, r.step_no order by r.seq) as before
                from tasker.moves r
            ) h
            where case
                when length(h.path) < 2 then true
                when get_byte(h.path, 0) = 0 then h.step_no is not null or h.before is not null or get_byte(h.path, 1) <> 1
                else get_byte(h.path, 0) <> coalesce(h.before, case when h.step_no is not null then 1 else get_byte(h.path, 0) end)
            end
            """),
        // Millions of rows have a few dozen different paths: the paths are judged, not the rows.
        new("I10", CheckPhase.Always, "only legal moves happen", $"""
            {Hops}
            , illegal as (
                select distinct h.of_step, h.path
                from hops h
                where h.from_no <> 0 and not exists (
                    select 1 from legal l where l.of_step = h.of_step and l.from_state = h.from_no and l.to_state = h.to_no)
            )
            select r.task_id, r.step_no, r.seq, r.path
            from tasker.moves r
            join illegal i on i.of_step = (r.step_no is not null) and i.path = r.path
            """),
        new("I11", CheckPhase.Always, "moves that only a person may make carry a person's name; a batch may make some of them for its workers, and says so", $"""
            {Hops}
            , personal as (
                select h.of_step, h.path, bool_and(l.of_batch) as of_batch
                from hops h
                join legal l on l.of_step = h.of_step and l.from_state = h.from_no and l.to_state = h.to_no and l.operator_only
                group by h.of_step, h.path
            )
            select r.task_id, r.step_no, r.seq, r.path, r.actor
            from tasker.moves r
            join personal p on p.of_step = (r.step_no is not null) and p.path = r.path
            where (r.actor is null or r.actor not like 'user:%')
              and not (p.of_batch and r.actor is null and r.detail ? 'batch'
                and exists (select 1 from tasker.steps s where s.task_id = r.task_id and s.step_no = r.step_no and s.place is not null))
            """),
        new("I12", CheckPhase.Always, "a row's state and times are those of the end of its history", """
            select t.task_id, null::int as step_no, t.state, t.phase, t.changed_at, t.completed_at, h.last_state, h.at
            from tasker.tasks t
            join (
                select distinct on (r.task_id) r.task_id, get_byte(r.path, length(r.path) - 1) as last_state, r.at
                from tasker.moves r
                where r.step_no is null
                order by r.task_id, r.seq desc
            ) h on h.task_id = t.task_id
            where t.state <> h.last_state or t.changed_at <> h.at or (t.state in (9, 10, 11, 12)) <> (t.completed_at is not null)
               or t.phase <> case t.state when 8 then 1 when 9 then 2 when 10 then 3 when 11 then 4 when 12 then 5 else 0 end
            union all
            select s.task_id, s.step_no, s.state, null, s.changed_at, null, h.last_state, h.at
            from tasker.steps s
            left join (
                select distinct on (r.task_id, r.step_no) r.task_id, r.step_no, get_byte(r.path, length(r.path) - 1) as last_state, r.at
                from tasker.moves r
                where r.step_no is not null
                order by r.task_id, r.step_no, r.seq desc
            ) h on h.task_id = s.task_id and h.step_no = s.step_no
            where s.state <> coalesce(h.last_state, 1) or s.changed_at <> coalesce(h.at, s.created_at)
            """),
        new("I13", CheckPhase.Always, "time does not run backwards in a history", """
            select h.task_id, h.step_no, h.seq, h.at, h.before
            from (
                select r.task_id, r.step_no, r.seq, r.at, lag(r.at) over (partition by r.task_id, r.step_no order by r.seq) as before
                from tasker.moves r
            ) h
            where h.at < h.before
            union all
            select s.task_id, s.step_no, r.seq, r.at, s.created_at
            from tasker.steps s
            join tasker.moves r on r.task_id = s.task_id and r.step_no = s.step_no
            where r.at < s.created_at
            """),
        new("I15", CheckPhase.Always, "a task that is complete, cancelled or closed has no unfinished step; a complete one has none that was cancelled", """
            select t.task_id, tasker.task_state_name(t.state) as task_state, s.step_no, tasker.step_state_name(s.state) as step_state
            from tasker.tasks t
            join tasker.steps s on s.task_id = t.task_id
            where (t.state = 9 and s.state not in (7, 10)) or (t.state in (11, 12) and s.state not in (7, 9, 10))
            """),
        new("I21", CheckPhase.Always, "a step is completed at most once, and once more for each time that a person sent it back", """
            select h.task_id, h.step_no, count(*) filter (where h.to_no = 7) as completions,
                count(*) filter (where h.from_no = 7 and h.to_no = 1 and h.actor is not null) as resets
            from tasker.step_transitions h
            where h.to_no = 7 or h.from_no = 7
            group by h.task_id, h.step_no
            having count(*) filter (where h.to_no = 7) > 1 + count(*) filter (where h.from_no = 7 and h.to_no = 1 and h.actor is not null)
            """),
    ];
}
