using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>What happened to a task or a step. One task's history is read through its index; the answer is always bounded.</summary>
public sealed class HistoryReads(TaskerDataSource source)
{
    private const int MostDetail = 4_000;

    // The first row of "hops" is a step's making, which has no history row; it is left out where a whole task is looked at.
    private const string Transitions = """
        with moves as (
            select h.seq, h.part, h.step_no, h.at, h.path, h.attempt, h.node_id, h.elapsed_us, h.actor, h.detail,
                lag(h.at) over (partition by h.step_no order by h.seq) as before
            from tasker.moves h
            where h.task_id = $1 and ($2::int is null or h.step_no = $2)
            union all
            select 0, 0, s.step_no, s.created_at, '\x0001', null, null, null, null, null, null
            from tasker.steps s
            where s.task_id = $1 and s.step_no = $2
        ), hops as (
            select m.*, n.hop, m.part * 16 + n.hop as place, get_byte(m.path, n.hop - 1) as was, get_byte(m.path, n.hop) as state, n.hop = length(m.path) - 1 as is_last
            from moves m
            cross join lateral generate_series(1, length(m.path) - 1) as n(hop)
            where (m.seq, m.part * 16 + n.hop) {0} ($3, $4)
            order by m.seq {1}, m.part * 16 + n.hop {1}
            limit $5
        )
        select p.seq, p.place, p.step_no, coalesce(s.name, ts.name),
            case when p.step_no is null then tasker.task_state_name(nullif(p.was, 0)) else tasker.step_state_name(nullif(p.was, 0)) end,
            case when p.step_no is null then tasker.task_state_name(p.state) else tasker.step_state_name(p.state) end,
            p.at, case when p.was = 0 then null when p.hop > 1 then interval '0' else p.at - coalesce(p.before, s.created_at) end,
            p.attempt::int, p.node_id, nd.host || ':' || nd.pid, case when p.is_last then p.elapsed_us end, p.actor,
            case when p.is_last then left(coalesce(p.detail ->> 'reason', p.detail ->> 'message'), 300) end,
            case when p.is_last then left(p.detail::text, $6) end
        from hops p
        join tasker.tasks k on k.task_id = $1
        left join tasker.steps s on s.task_id = $1 and s.step_no = p.step_no
        left join tasker.template_steps ts on ts.template_id = k.template_id and ts.step_no = s.template_step_no
        left join tasker.nodes nd on nd.node_id = p.node_id
        order by p.seq {1}, p.place {1}
        """;

    private const string AttemptsSql = """
        with moves as materialized (
            select h.seq, h.step_no, h.at, h.path, h.attempt, h.node_id, h.elapsed_us, h.detail,
                lag(h.at) over (partition by h.step_no order by h.seq) as before
            from tasker.moves h
            where h.task_id = $1 and h.step_no is not null and ($2::int is null or h.step_no = $2)
        ), ends as materialized (
            select distinct on (m.step_no, m.attempt) m.*
            from moves m
            where m.attempt is not null and get_byte(m.path, 0) = 3
            order by m.step_no, m.attempt, m.seq
        )
        select b.step_no, b.attempt::int, b.node_id, nd.host || ':' || nd.pid, case get_byte(b.path, 0) when 2 then b.before else b.at end,
            b.at, e.at, e.elapsed_us, tasker.step_state_name(get_byte(e.path, length(e.path) - 1)), left(e.detail::text, $4)
        from moves b
        left join ends e on e.step_no = b.step_no and e.attempt = b.attempt
        left join tasker.nodes nd on nd.node_id = b.node_id
        where b.attempt is not null and position('\x03'::bytea in substr(b.path, 2)) > 0
        order by b.at, b.seq
        limit $3
        """;

    private const string AuditSql = """
        select h.seq, h.at, h.node_id, k.correlation_id, get_byte(h.path, 1) = 4, h.elapsed_us, h.attempt::int,
            tasker.step_state_name(get_byte(h.path, 0)), tasker.step_state_name(get_byte(h.path, 1))
        from tasker.moves h
        join tasker.tasks k on k.task_id = h.task_id
        where h.task_id = $1 and h.step_no = $2 and get_byte(h.path, 0) = 3 and length(h.path) > 1 and get_byte(h.path, 1) in (4, 5)
        order by h.seq desc
        limit $3
        """;

    private static readonly string OlderSql = Transitions.Replace("{0}", "<").Replace("{1}", "desc");
    private static readonly string NewerSql = Transitions.Replace("{0}", ">").Replace("{1}", "asc");

    /// <summary>Moves next to a place: older ones newest first, or newer ones oldest first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="stepNo">One step of it; null for the task and all its steps.</param>
    /// <param name="place">Where to begin; not included.</param>
    /// <param name="newer">Which way.</param>
    /// <param name="rows">How many at most.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<TransitionItem>> TransitionsAsync(
        TaskId task, int? stepNo, HistoryPlace place, bool newer, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, newer ? NewerSql : OlderSql,
            [.. Scope(task, stepNo), Rows.Value(place.Seq), Rows.Value(place.Hop), Rows.Value(rows), Rows.Value(MostDetail)],
            row => Transition(row, task), ct);

    /// <summary>Executions by their start.</summary>
    public async Task<IReadOnlyList<AttemptItem>> AttemptsAsync(TaskId task, int? stepNo, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, AttemptsSql, [.. Scope(task, stepNo), Rows.Value(rows), Rows.Value(MostDetail)],
            row => new AttemptItem(
                task.Step(row.GetInt32(0)), row.GetInt32(1), row.Int(2), row.Text(3), row.MaybeTime(4), row.Time(5), row.MaybeTime(6), row.Micros(7),
                row.Text(8), row.Text(9)),
            ct);

    /// <summary>Results of a step that reached the orchestrator, newest first.</summary>
    public async Task<IReadOnlyList<StepAuditItem>> AuditAsync(StepId step, int rows, CancellationToken ct) =>
        await Rows.ListAsync(
            source.Console, AuditSql, [Rows.Value(step.Task.Value), Rows.Value(step.StepNo), Rows.Value(rows)],
            row => new StepAuditItem(
                row.GetInt64(0), step, row.Time(1), row.Int(2), row.GetGuid(3), row.GetBoolean(4), row.Micros(5), row.Int(6), row.GetString(7),
                row.GetString(8)),
            ct);

    private static NpgsqlParameter[] Scope(TaskId task, int? stepNo) => [Rows.Value(task.Value), Rows.Maybe(stepNo, NpgsqlDbType.Integer)];

    private static TransitionItem Transition(NpgsqlDataReader row, TaskId task) => new()
    {
        Seq = row.GetInt64(0),
        Hop = row.GetInt32(1),
        TaskId = task,
        StepNo = row.Int(2),
        StepName = row.Text(3),
        FromState = row.Text(4),
        ToState = row.GetString(5),
        At = row.Time(6),
        SincePrevious = row.Span(7),
        Attempt = row.Int(8),
        NodeId = row.Int(9),
        Node = row.Text(10),
        Elapsed = row.Micros(11),
        Actor = row.Text(12),
        Reason = row.Text(13),
        Detail = row.Text(14),
    };
}
