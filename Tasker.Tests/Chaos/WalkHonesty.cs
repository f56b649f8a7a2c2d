using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>
/// What every state has to mean, beside the invariants of <c>tasker check</c>: a person who reads the word on a task or a step must find what
/// it says. Each statement finds what breaks it.
/// </summary>
internal static class WalkHonesty
{
    private static readonly (string Statement, string Sql)[] Always =
    [
        ("a task in process has a step that is queued, runs or is being decided about", """
            select t.task_id from tasker.tasks t
            where t.state = 4 and not exists (select 1 from tasker.steps s where s.task_id = t.task_id and s.state in (2, 3, 4, 5))
            """),
        ("a task waits for a retry exactly when nothing runs and a step does, unless a failure stops it", """
            select t.task_id from tasker.tasks t
            cross join lateral (
                select count(*) filter (where s.state in (2, 3, 4, 5)) as active, count(*) filter (where s.state = 6) as waiting,
                    count(*) filter (where s.state = 8) as failed
                from tasker.steps s where s.task_id = t.task_id) s
            where t.state between 1 and 8 and (t.state = 7) <> (s.active = 0 and s.waiting > 0 and not (t.stop_on_failure and s.failed > 0))
            """),
        ("a step in back-off knows when it is over, and no other has such a time", """
            select s.task_id, s.step_no from tasker.steps s where (s.state = 6) <> (s.retry_at is not null)
            """),
        ("no step without attempts left is queued or in back-off", """
            select s.task_id, s.step_no from tasker.steps s
            where s.state in (2, 6) and s.attempts - s.attempts_forgiven > 0
              and (s.attempts - s.attempts_forgiven >= s.max_attempts or not s.retryable)
            """),
        ("a blocked task has a failed step, and nothing of it moves", """
            select t.task_id from tasker.tasks t
            cross join lateral (
                select count(*) filter (where s.state = 8) as failed, count(*) filter (where s.state in (2, 3, 4, 5)) as active,
                    count(*) filter (where s.state = 6) as waiting
                from tasker.steps s where s.task_id = t.task_id) s
            where t.state = 8 and (s.failed = 0 or s.active > 0 or s.waiting > 0 and not t.stop_on_failure)
            """),
        ("where branches finish, what has not begun in a blocked task waits for something", """
            select s.task_id, s.step_no from tasker.steps s join tasker.tasks t on t.task_id = s.task_id
            where t.state = 8 and not t.stop_on_failure and s.state = 1 and s.waits = 0
            """),
        ("a task that is over has nothing that moves", """
            select t.task_id from tasker.tasks t join tasker.steps s on s.task_id = t.task_id
            where t.state in (9, 11, 12) and s.state in (1, 2, 3, 4, 5, 6)
            """),
        ("a failed step says why, and who ended well has what it gave", """
            select s.task_id, s.step_no from tasker.steps s where s.state = 8 and s.failure is null or s.state = 7 and s.result is null
            """),
    ];

    private static readonly (string Statement, string Sql)[] AtTheEnd =
    [
        ("a task that was given up or failed has nothing that moves", """
            select t.task_id from tasker.tasks t join tasker.steps s on s.task_id = t.task_id where t.state = 10 and s.state in (2, 3, 4, 5, 6)
            """),
        ("a decision made the branches that its result names, and no others", """
            select d.task_id from tasker.step_details d
            join tasker.steps s on s.task_id = d.task_id and s.step_no = d.step_no
            where d.name = 'choose' and d.state = 7 and (
                select coalesce(array_agg(b.name::text order by b.name), '{}') from tasker.step_details b
                where b.task_id = d.task_id and b.name in ('red', 'green', 'blue'))
                <> (select coalesce(array_agg(n order by n), '{}')
                    from jsonb_array_elements_text(coalesce(s.result #> '{decision_point_outcome,step_names}', '[]')) n)
            """),
        ("a batch has as many workers as its result says, and one that does nothing for none", """
            select d.task_id from tasker.step_details d
            join tasker.steps s on s.task_id = d.task_id and s.step_no = d.step_no
            where d.name = 'cut' and d.state = 7
              and (select count(*) from tasker.step_details b where b.task_id = d.task_id and b.name like 'part\_%')
                <> greatest(1, coalesce((s.result #>> '{batch_processing_outcome,worker_count}')::int, 0))
            """),
        ("nothing had to be healed", """
            select m.task_id, m.step_no from tasker.moves m where m.detail ? 'healed'
            """),
    ];

    /// <summary>What is not honest at this moment; once nothing moves any more, what has to be true then as well.</summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(TaskerHarness client, bool ended)
    {
        var problems = new List<string>();
        foreach (var (statement, sql) in ended ? [.. Always, .. AtTheEnd] : Always)
        {
            var found = await client.ScalarAsync<string>($"select coalesce(string_agg(x::text, ' '), '') from (select * from ({sql}) y limit 5) x");
            if (found.Length > 0) problems.Add($"{statement}: {found}");
        }

        return problems;
    }
}
