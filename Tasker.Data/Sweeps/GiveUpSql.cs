namespace Tasker.Data.Sweeps;

/// <summary>
/// Gives up tasks that were blocked by failures for as long as their template, or else the system, lets them wait for a person. A blocked
/// task has no step that is queued or runs, so nothing is interrupted; its steps stay as they are, and a person can still reset it.
/// </summary>
internal static class GiveUpSql
{
    /// <summary>Walks the blocked tasks: $1 after which, $2 how many, $3 the system's setting in seconds (-1 never). The last row says where to go on.</summary>
    public const string Look = """
        with slice as materialized (
            select t.task_id, t.template_id, t.changed_at
            from tasker.tasks t
            where t.phase = 1 and t.task_id > $1
            order by t.task_id
            limit $2
        )
        select w.task_id, w.is_due
        from (
            select s.task_id, true as is_due
            from slice s
            join tasker.templates tp on tp.template_id = s.template_id
            where tasker.give_up_at(s.changed_at, tp.give_up_seconds, $3) <= clock_timestamp()
            union all
            (select s.task_id, false from slice s order by s.task_id desc limit 1)
        ) w
        """;

    /// <summary>Gives up those of the tasks $2 that are due, for node $1; $3 as above. They are locked.</summary>
    public const string GiveUp = """
        with due as materialized (
            select t.task_id, t.steps_failed, coalesce(tp.give_up_seconds, $3) as waited, clock_timestamp() as at
            from tasker.tasks t
            join tasker.templates tp on tp.template_id = t.template_id
            where t.task_id = any ($2) and t.state = 8
              and tasker.give_up_at(t.changed_at, tp.give_up_seconds, $3) <= clock_timestamp()
        ), given_up as (
            update tasker.tasks t
            set state = 10, changed_at = d.at, completed_at = d.at
            from due d
            where t.task_id = d.task_id and t.state = 8
            returning t.task_id, d.at, d.steps_failed, d.waited
        ), written as (
            insert into tasker.transitions (task_id, at, path, node_id, detail)
            select g.task_id, g.at, '\x080a', $1, jsonb_build_object(
                'reason', case g.waited when 0 then 'given up at once, as its failure policy says' else 'given up: nobody repaired it in time' end,
                'waited_seconds', g.waited, 'failed_steps', g.steps_failed)
            from given_up g
        )
        select g.task_id from given_up g
        """;
}
