namespace Tasker.Data.Flow;

/// <summary>The statements that add steps to a task under way. Run in one transaction with the end of the step that called for them.</summary>
internal static class GrowthSql
{
    /// <summary>Locks tasks ($1) in the order that every flow statement uses. Answers with no row, so that it fits before any of them.</summary>
    public const string Lock = """
        with locked as materialized (select t.task_id from tasker.tasks t where t.task_id = any($1) order by t.task_id for update)
        select 0 from (select count(*) as n from locked) l where l.n < 0
        """;

    /// <summary>The steps of a task ($1).</summary>
    public const string Existing = """
        select s.step_no, s.template_step_no, s.state in (7, 10)
        from tasker.steps s
        where s.task_id = $1
        """;

    /// <summary>Adds steps to a task: $1 task, $2 step numbers, $3 template step numbers, $4 waits, $5 names, $6 inputs, $7 places. What exists stays as it is.</summary>
    public const string AddSteps = """
        with clock as materialized (select clock_timestamp() as at), added as (
            insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits,
                created_at, changed_at, name, inputs, place)
            select t.task_id, i.step_no, i.template_step_no, 1, 0, 0, ts.max_attempts, ts.retryable, i.waits,
                c.at, c.at, i.name, i.inputs, i.place
            from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::jsonb[], $7::smallint[])
                as i(step_no, template_step_no, waits, name, inputs, place)
            join tasker.tasks t on t.task_id = $1
            join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = i.template_step_no
            cross join clock c
            on conflict do nothing
            returning 1
        )
        update tasker.tasks t
        set steps_total = t.steps_total + a.n, steps_left = t.steps_left + a.n
        from (select count(*)::int as n from added) a
        where t.task_id = $1 and a.n > 0
        """;

    /// <summary>Adds dependencies: $1 task, $2 from, $3 to, $4 names.</summary>
    public const string AddEdges = """
        insert into tasker.step_edges (task_id, from_no, to_no, name)
        select $1, i.from_no, i.to_no, i.name
        from unnest($2::int[], $3::int[], $4::text[]) as i(from_no, to_no, name)
        on conflict do nothing
        """;

    /// <summary>Adds a batch: $1 task, $2 worker step, $3 parallelism, $4 strategy.</summary>
    public const string AddBatch =
        "insert into tasker.batches (task_id, worker_no, parallelism, strategy) values ($1, $2, $3, $4) on conflict do nothing";
}
