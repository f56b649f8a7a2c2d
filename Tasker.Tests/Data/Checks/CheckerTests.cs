using System.Data;
using System.Text.RegularExpressions;
using Npgsql;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Checks;

/// <summary>A checker that cannot fail proves nothing: each invariant is broken once, and it alone has to say so.</summary>
[Trait("Feature", "Checker")]
public sealed partial class CheckerTests(GoodData data) : IClassFixture<GoodData>
{
    private const string Transition = "insert into tasker.transitions (task_id, step_no, at, path, actor) values ";

    /// <summary>Invariant and what breaks it; a name in braces is a task of <see cref="GoodData"/>.</summary>
    public static TheoryData<string, string> Seeds => new()
    {
        { "T01", "update tasker.templates set root_steps = root_steps + 1 where name = 'template_1'" },
        { "T02", "update tasker.template_steps set waits = waits + 1 where step_no = 1 and waits > 0" },
        { "T03", "update tasker.templates set source = source || ' ' where name = 'template_1'" },
        {
            "T04",
            """
            insert into tasker.namespaces (name) values ('lost');
            update tasker.templates set namespace_id = (select namespace_id from tasker.namespaces where name = 'lost') where name = 'template_1'
            """
        },
        {
            "I16",
            """
            alter table tasker.template_edges drop constraint template_edges_not_self_check;
            insert into tasker.template_edges select template_id, 0, 0 from tasker.templates where name = 'template_3'
            """
        },
        { "I16", "alter table tasker.step_edges drop constraint step_edges_not_self_check; insert into tasker.step_edges values ({done}, 1, 1, 'provides')" },
        { "I17", "update tasker.template_steps set level = 9 where step_no = 0 and template_id = (select template_id from tasker.tasks where task_id = {done})" },
        {
            "I17",
            """
            insert into tasker.step_edges values ({cancelled}, 2, 0, 'provides');
            update tasker.steps set waits = waits + 1 where task_id = {cancelled} and step_no = 0
            """
        },
        { "I02", "drop index tasker.\"IX_tasks_identity_hash\"; update tasker.tasks set identity_hash = '\\x01' where task_id in ({done}, {running})" },
        { "I06", "update tasker.tasks set template_id = 999999 where task_id = {done}" },
        { "I06", "insert into tasker.steps select gen_random_uuid(), 0, 0, 1, 0, 0, 3, true, 0, null, now(), now()" },
        { "I06", "update tasker.steps set template_step_no = 99 where task_id = {done} and step_no = 1" },
        { "I06", "insert into tasker.step_edges values ({done}, 0, 77, 'provides')" },
        { "I06", Transition + "(gen_random_uuid(), null, now(), '\\x0001', null)" },
        { "I06", Transition + "({done}, 77, now(), '\\x0102', null)" },
        { "I06", Message("gen_random_uuid()", 0) },
        { "I06", Message("{done}", 77) },
        { "I06", "insert into pgmq.q_worker_ops_queue (vt, message) values (now(), '{\"task_uuid\": \"x\"}')" },
        { "I07", "delete from pgmq.q_worker_ops_queue where message ->> 'task_uuid' = {running}::text" },
        { "I07", Message("{running}", 2) },
        { "I07", Message("{running}", 1) },
        { "I07", Message("{done}", 1) },
        { "I18", "update tasker.steps set name = 'step_0' where task_id = {done} and step_no = 1" },
        { "I23", "update tasker.steps set lease_node = 999999 where task_id = {running} and step_no = 1" },
        {
            "I23",
            """
            alter table tasker.steps drop constraint steps_lease_check;
            update tasker.steps set lease_node = null where task_id = {running} and step_no = 1
            """
        },
        {
            "I23",
            """
            alter table tasker.steps drop constraint steps_lease_check;
            update tasker.steps set lease_node = (select max(node_id) from tasker.nodes) where task_id = {done} and step_no = 1
            """
        },
        { "I08", "delete from tasker.transitions where task_id = {done} and get_byte(path, 0) = 0" },
        { "I09", "update tasker.transitions set path = '\\x040506' where task_id = {done} and path = '\\x04050304'" },
        { "I09", "update tasker.transitions set path = '\\x0203' where task_id = {done} and step_no = 1 and path = '\\x010203'" },
        { "I10", "update tasker.transitions set path = '\\x04020304' where task_id = {done} and path = '\\x04050304'" },
        { "I10", "update tasker.transitions set path = '\\x0103' where task_id = {done} and path = '\\x010203'" },
        { "I11", "update tasker.transitions set actor = null where task_id = {cancelled} and step_no = 1" },
        { "I11", "update tasker.transitions set actor = null, detail = '{\"batch\": \"stopped\"}' where task_id = {cancelled} and step_no = 1" },
        { "I11", "update tasker.transitions set actor = null where task_id = {closed} and step_no is null and actor is not null" },
        { "I12", "update tasker.tasks set changed_at = changed_at + interval '1 second' where task_id = {done}" },
        { "I12", "update tasker.tasks set completed_at = null where task_id = {done}" },
        { "I12", "update tasker.tasks set completed_at = now() where task_id = {running}" },
        { "I12", "update tasker.tasks set state = 12 where task_id = {done}" },
        { "I12", "alter table tasker.tasks alter column phase drop expression; update tasker.tasks set phase = 3 where task_id = {done}" },
        { "I12", "update tasker.steps set state = 10 where task_id = {done} and step_no = 1" },
        { "I12", "update tasker.steps set changed_at = changed_at + interval '1 second' where task_id = {running} and step_no = 3" },
        { "I13", "update tasker.transitions set at = at - interval '1 hour' where task_id = {done} and path = '\\x04050304'" },
        { "I13", "update tasker.steps set created_at = created_at + interval '1 hour' where task_id = {done} and step_no = 2" },
        {
            "I14",
            """
            update tasker.transitions r set at = s.created_at
            from tasker.steps s
            where s.task_id = r.task_id and s.step_no = r.step_no and r.task_id = {done} and r.step_no = 1 and r.path = '\x010203'
            """
        },
        {
            "I15",
            """
            delete from tasker.transitions where task_id = {cancelled} and step_no = 1;
            update tasker.steps set state = 1, changed_at = created_at where task_id = {cancelled} and step_no = 1
            """
        },
        { "I19", "update tasker.steps set attempts_forgiven = 0, max_attempts = 1 where task_id = {reset} and step_no = 0" },
        { "I19", "update tasker.steps set attempts_forgiven = 3 where task_id = {reset} and step_no = 0" },
        { "I20", "update tasker.steps set attempts = 2 where task_id = {running} and step_no = 1" },
        { "I20", "update tasker.transitions set attempt = 2 where task_id = {done} and step_no = 0" },
        {
            "I21",
            """
            insert into tasker.legal_step_transitions values (7, 'again', 4, false);
            update tasker.transitions set path = '\x0304070407' where task_id = {done} and step_no = 0 and path = '\x030407'
            """
        },
        { "I22", "update tasker.transitions set node_id = 999999 where task_id = {done} and step_no = 0 and path = '\\x030407'" },
        { "I22", "update tasker.transitions set attempt = 7 where task_id = {done} and step_no = 0 and path = '\\x030407'" },
        { "I22", "update tasker.transitions set attempt = null where task_id = {closed} and step_no = 0 and path = '\\x0309'" },
        { "I24", "update tasker.steps set retry_at = changed_at - interval '1 second' where task_id = {waiting} and step_no = 2" },
        { "I24", "update tasker.transitions set detail = '{\"retry_in_ms\": 3600000}' where task_id = {retried} and path = '\\x030506'" },
        { "I25", "update tasker.steps set retryable = false where task_id = {retried}" },
        { "I30", "delete from tasker.operator_commands where task_id = {cancelled}" },
        { "I30", "update tasker.operator_commands set requested_at = requested_at - interval '1 minute', kind = 'other' where task_id = {cancelled}" },
        { "E02", "update tasker.steps set result = null where task_id = {done} and step_no = 1" },
        { "E08", "update tasker.steps set waits = waits + 1 where task_id = {running} and step_no = 3" },
        { "E09", "update tasker.tasks set steps_total = steps_total + 1 where task_id = {done}" },
        { "E09", "update tasker.tasks set steps_left = steps_left + 1 where task_id = {running}" },
        { "E09", "update tasker.tasks set steps_active = steps_active + 1 where task_id = {running}" },
        { "E09", "update tasker.tasks set steps_waiting = steps_waiting + 1 where task_id = {running}" },
        { "E09", "update tasker.tasks set steps_failed = steps_failed + 1 where task_id = {running}" },
        {
            "E10",
            "update tasker.tasks set state = 6, changed_at = now() where task_id = {running}; " + Transition + "({running}, null, now(), '\\x040506', null)"
        },
        {
            "E11",
            """
            delete from tasker.transitions where task_id = {running} and step_no = 2;
            delete from pgmq.q_worker_ops_queue where message ->> 'task_uuid' = {running}::text;
            update tasker.steps set state = 1, changed_at = created_at where task_id = {running} and step_no = 2;
            update tasker.tasks set steps_active = steps_active - 1 where task_id = {running}
            """
        },
        {
            "E11",
            """
            insert into tasker.step_edges values ({running}, 1, 2, 'provides');
            update tasker.steps set waits = 1 where task_id = {running} and step_no = 2
            """
        },
        { "B01", "update tasker.batches set parallelism = 1" },
        { "B01", "update tasker.batches set parallelism = 1; update tasker.steps set place = 0 where task_id = {batch} and step_no = 1" },
        { "B02", "update tasker.batches set parallelism = 3" },
        {
            "B03",
            """
            update tasker.batches set strategy = 2;
            insert into tasker.transitions (task_id, step_no, at, path, detail) values ({batch}, 3, now(), '\x0109', '{"batch": "stopped"}');
            update tasker.steps set state = 9, changed_at = now() where task_id = {batch} and step_no = 3
            """
        },
        {
            "B04",
            """
            update tasker.batches set strategy = 3;
            insert into tasker.transitions (task_id, step_no, at, path) values ({batch}, 3, now(), '\x0108');
            update tasker.steps set state = 8, changed_at = now() where task_id = {batch} and step_no = 3;
            update tasker.tasks set steps_failed = steps_failed + 1, stop_on_failure = true where task_id = {batch}
            """
        },
        {
            "B05",
            """
            insert into tasker.transitions (task_id, step_no, at, path, actor) values ({running}, 3, now(), '\x0109', 'user:eve');
            update tasker.steps set state = 9, changed_at = now() where task_id = {running} and step_no = 3;
            insert into tasker.operator_commands (command_id, kind, task_id, step_no, actor, requested_at, outcome)
            values (gen_random_uuid(), 'step.stop', {running}, 3, 'user:eve', now(), 'applied')
            """
        },
        {
            "D01",
            """
            select tasker.enter_dead_letter({done}, 'manual_dlq', null);
            update tasker.tasks_dlq set resolution = 'cancelled', resolved_at = clock_timestamp() where task_id = {done}
            """
        },
        { "D01", "select tasker.enter_dead_letter({done}, 'manual_dlq', null); update tasker.tasks_dlq set resolved_by = 'user:eve' where task_id = {done}" },
        { "D02", "update tasker.steps set failure = '{\"final_because\": \"AttemptsExhausted\"}' where task_id = {byhand} and state = 8" },
        { "E12", "update tasker.operator_commands set outcome = 'maybe' where task_id = {cancelled} and outcome = 'refused'" },
        {
            "E12",
            """
            insert into tasker.operator_commands (command_id, kind, task_id, step_no, actor, requested_at, outcome)
            values (gen_random_uuid(), 'step.retry', {done}, 0, 'user:eve', now(), 'applied')
            """
        },
        {
            "E13",
            """
            insert into tasker.failure_clusters (fingerprint, namespace_id, template_name, step_name, sample_task_id, sample_step_no, first_seen, last_seen, total,
                open_count, reopened, status)
            select '1:x', n.namespace_id, 'x', 'x', {done}, 0, now(), now(), 2, 1, 0, 'open' from tasker.namespaces n limit 1
            """
        },
        { "E14", "insert into tasker.step_payloads (task_id, step_no, what, value, command_id) values ({done}, 0, 'result', '1', gen_random_uuid())" },
        { "E14", "insert into tasker.task_links (task_id, rerun_of, command_id) values ({done}, {waiting}, gen_random_uuid())" },
    };

    [Fact]
    public async Task RunAsync_GoodData_FindsNothing() =>
        Assert.Empty(await Checker.RunAsync(data.Data.Console, quiescent: false, CancellationToken.None));

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RunAsync_OneInvariantBroken_FindsExactlyThatOne(string id, string seed)
    {
        var violations = await SeededAsync(seed, quiescent: false);

        Assert.Equal([id], violations.Select(v => v.Id));
        Assert.NotEmpty(violations[0].Rows);
    }

    [Fact]
    public void Seeds_EveryInvariantThatAlwaysHolds_IsBrokenOnce() => Assert.Equal(
        Invariants.All.Where(i => i.Phase == CheckPhase.Always).Select(i => i.Id).Order(),
        Seeds.Select(s => (string)((object[])s)[0]).Distinct().Order());

    [Fact]
    public void Invariants_Ids_AreUnique() => Assert.Equal(Invariants.All.Count, Invariants.All.DistinctBy(i => i.Id).Count());

    [Fact]
    public async Task RunAsync_WorkUnderWay_IsNotQuiescent()
    {
        var violations = await Checker.RunAsync(data.Data.Console, quiescent: true, CancellationToken.None);

        Assert.Equal(["I03", "I04", "I05"], violations.Select(v => v.Id));
    }

    [Fact]
    public async Task RunAsync_ManyViolations_ReportsTwentyAndThatThereAreMore()
    {
        var violation = Assert.Single(await SeededAsync(
            "insert into tasker.steps select gen_random_uuid(), 0, 0, 1, 0, 0, 3, true, 0, null, now(), now() from generate_series(1, 21)", quiescent: false));

        Assert.Equal(Checker.MostRows, violation.Rows.Count);
        Assert.True(violation.HasMore);
    }

    private static string Message(string task, int step) =>
        "insert into pgmq.q_worker_ops_queue (vt, message) "
        + $"select now(), jsonb_build_object('task_uuid', t, 'step_uuid', tasker.step_uuid(t, {step})) from (select {task} as t) x";

    private async Task<IReadOnlyList<Violation>> SeededAsync(string seed, bool quiescent)
    {
        await using var connection = await data.Data.Console.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var command = new NpgsqlCommand(TaskName().Replace(seed, m => $"'{data.Tasks[m.Groups["name"].Value]}'::uuid"), connection);
        await command.ExecuteNonQueryAsync();
        return await Checker.RunInTransactionAsync(connection, quiescent, CancellationToken.None);
    }

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex TaskName();
}
