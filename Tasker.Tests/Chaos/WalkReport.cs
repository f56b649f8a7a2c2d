using System.Text.RegularExpressions;
using Tasker.Tests.Support;

namespace Tasker.Tests.Chaos;

/// <summary>What a person needs to know of tasks that a walk found at fault: how their steps stand, their history, and what was done to them.</summary>
internal static partial class WalkReport
{
    private const int Most = 2;

    private const string Sql = """
        select string_agg(concat_ws(E'\n',
            format('%s %s of %s: left %s, active %s, waiting %s, failed %s', t.task_id, tasker.task_state_name(t.state), tp.name, t.steps_left, t.steps_active,
                t.steps_waiting, t.steps_failed),
            (select string_agg(format('  step %s (%s, waits for %s) %s, waits %s place %s attempt %s lease %s retry %s, messages %s', s.step_no, s.template_step_no,
                    (select string_agg(e.from_no::text, ',') from (
                        select te.from_no from tasker.template_edges te where te.template_id = t.template_id and te.to_no = s.step_no
                        union all select de.from_no from tasker.step_edges de where de.task_id = t.task_id and de.to_no = s.step_no) e),
                    tasker.step_state_name(s.state), s.waits, s.place, s.attempts, s.lease_node, s.retry_at,
                    (select string_agg(format('%s %s', m.queue, m.msg_id), ', ') from tasker.live_messages() m where m.task_id = s.task_id and m.step_no = s.step_no)),
                E'\n' order by s.step_no)
                from tasker.steps s where s.task_id = t.task_id),
            (select string_agg(format('  %s', h), E'\n' order by h.at) from tasker.transitions h where h.task_id = t.task_id),
            (select string_agg(format('  act %s', c), E'\n' order by c.requested_at) from tasker.operator_commands c where c.task_id = t.task_id)), E'\n')
        from tasker.tasks t
        join tasker.templates tp on tp.template_id = t.template_id
        where t.task_id = any ($1)
        """;

    /// <summary>The problem, and how the first tasks that it names stand.</summary>
    public static async Task<string> OfAsync(TaskerHarness client, string problem)
    {
        Guid[] named = [.. Names().Matches(problem).Select(m => Guid.Parse(m.Value)).Distinct().Take(Most)];
        return named.Length == 0 ? problem : $"{problem}\n{await client.ScalarAsync<string>(Sql, named)}";
    }

    /// <summary>The problem, and how the first tasks that a statement finds stand.</summary>
    public static async Task<string> OfAsync(TaskerHarness client, string problem, string tasks) =>
        await OfAsync(client, $"{problem}: {await client.ScalarAsync<string>($"select string_agg(f.task_id::text, ' ') from ({tasks}) f")}");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();
}
