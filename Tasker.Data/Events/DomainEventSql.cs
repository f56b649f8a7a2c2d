using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;

namespace Tasker.Data.Events;

/// <summary>
/// How durable events get into the commit of the ends that they tell of: by a statement of its own after the one that ends, in the same
/// transaction, and only where there are any. A step that declares none pays nothing.
/// </summary>
internal static class DomainEventSql
{
    /// <summary>How long a committed event is left to the node that committed it before a look at the table finds it.</summary>
    private const string Grace = "interval '2 seconds'";

    // The step's row is of this transaction, so the end is: an end that was refused, or was another node's, writes no event.
    private const string Insert = $$"""
        with i as materialized (
            select *
            from unnest($2::uuid[], $3::int[], $4::smallint[], $5::smallint[], $6::uuid[], $7::text[], $8::text[], $9::int[], $10::int[], $11::int[],
                $12::text[], $13::jsonb[], $14::boolean[]) with ordinality
                as x(task_id, step_no, attempt, outcome, event_id, event_name, namespace_name, template_id, template_step_no, event_no, step_name, payload,
                    is_timed, no)
        ), ran as materialized (
            -- A task's history has no index by step: it is read once, and not for each of a batch's thousand workers.
            select h.task_id, h.step_no, h.attempt, max(h.elapsed_us) as us
            from tasker.transitions h
            where h.task_id = any (array(select distinct i.task_id from i where not i.is_timed))
              and (h.step_no, h.attempt) in (select i.step_no, i.attempt from i) and get_byte(h.path, 0) = 3
            group by h.task_id, h.step_no, h.attempt
        )
        insert into tasker.domain_events (event_id, event_name, namespace_name, task_id, step_no, attempt, step_name, template_id, template_step_no, event_no,
            correlation_id, node_id, occurred_at, state, payload, tries, retry_at)
        select i.event_id, i.event_name, i.namespace_name, i.task_id, i.step_no, i.attempt, i.step_name, i.template_id, i.template_step_no, i.event_no,
            t.correlation_id, $1, s.changed_at, 0, case i.outcome when 7 then jsonb_set(v.payload, '{payload}', coalesce(s.result, 'null')) else v.payload end,
            0, s.changed_at + {{Grace}}
        from i
        cross join lateral (
            select s.changed_at, s.result, s.xmin as version
            from tasker.steps s
            where s.task_id = i.task_id and s.step_no = i.step_no and s.attempts = i.attempt and s.state = i.outcome
            offset 0) s
        join tasker.tasks t on t.task_id = i.task_id
        left join ran e on not i.is_timed and e.task_id = i.task_id and e.step_no = i.step_no and e.attempt = i.attempt
        cross join lateral (
            select case when e.us is null then i.payload
                else jsonb_set(i.payload, '{execution_result,execution_time_ms}', to_jsonb(e.us / 1000.0)) end as payload) v
        where s.version = pg_current_xact_id()::xid
        order by i.no
        on conflict (event_id) do nothing
        """;

    // A person is no node: 0. Whether the act took effect, its audit row of this very transaction says; the step's row knows the rest.
    private const string InsertByHand = $$"""
        insert into tasker.domain_events (event_id, event_name, namespace_name, task_id, step_no, attempt, step_name, template_id, template_step_no, event_no,
            correlation_id, node_id, occurred_at, state, payload, tries, retry_at)
        select i.event_id, i.event_name, i.namespace_name, s.task_id, s.step_no, s.attempts, i.step_name, i.template_id, i.template_step_no, i.event_no,
            t.correlation_id, 0, s.changed_at, 0,
            i.payload || jsonb_build_object('payload', s.result, 'task_sequence_step', i.payload -> 'task_sequence_step' || jsonb_build_object(
                'attempt', s.attempts - s.attempts_forgiven, 'max_attempts', s.max_attempts)),
            0, s.changed_at + {{Grace}}
        from tasker.operator_commands c
        join tasker.steps s on s.task_id = c.task_id and s.step_no = c.step_no and s.state = 7
        join tasker.tasks t on t.task_id = s.task_id
        cross join unnest($2::uuid[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::text[], $9::jsonb[]) with ordinality
            as i(event_id, event_name, namespace_name, template_id, template_step_no, event_no, step_name, payload, no)
        where c.command_id = $1 and c.outcome = 'applied'
        order by i.no
        """;

    /// <summary>Adds the events of a step that a person completes: they are written only if the command before them took effect.</summary>
    /// <param name="batch">The batch that has the act.</param>
    /// <param name="command">The act's audit row.</param>
    /// <param name="events">The events.</param>
    public static void AddByHand(NpgsqlBatch batch, Guid command, IReadOnlyList<NewDomainEvent> events)
    {
        if (events.Count == 0) return;
        var insert = new NpgsqlBatchCommand(InsertByHand);
        var p = insert.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = command });
        p.Add(FlowWriter.Array(events, e => e.EventId, NpgsqlDbType.Uuid));
        p.Add(FlowWriter.Array(events, e => e.Name, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.Namespace, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.TemplateId, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.TemplateStepNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.EventNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.StepName, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.Payload, NpgsqlDbType.Jsonb));
        batch.BatchCommands.Add(insert);
    }

    /// <summary>Adds the statement, if there is an event.</summary>
    /// <param name="batch">The batch whose last commands end the attempts.</param>
    /// <param name="node">The acting node.</param>
    /// <param name="ends">The ends.</param>
    public static void AddTo(NpgsqlBatch batch, int node, IReadOnlyList<StepEnd> ends)
    {
        if (!ends.Any(e => e.Events.Count > 0)) return;
        var events = ends.SelectMany(e => e.Events, (end, e) => (End: end, Event: e)).ToList();
        var command = new NpgsqlBatchCommand(Insert);
        var p = command.Parameters;
        p.Add(FlowWriter.Value(node));
        p.Add(FlowWriter.Array(events, e => e.End.TaskId.Value, NpgsqlDbType.Uuid));
        p.Add(FlowWriter.Array(events, e => e.End.StepNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.End.Attempt, NpgsqlDbType.Smallint));
        p.Add(FlowWriter.Array(events, e => (short)e.End.Outcome, NpgsqlDbType.Smallint));
        p.Add(FlowWriter.Array(events, e => e.Event.EventId, NpgsqlDbType.Uuid));
        p.Add(FlowWriter.Array(events, e => e.Event.Name, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.Event.Namespace, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.Event.TemplateId, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.Event.TemplateStepNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.Event.EventNo, NpgsqlDbType.Integer));
        p.Add(FlowWriter.Array(events, e => e.Event.StepName, NpgsqlDbType.Text));
        p.Add(FlowWriter.Array(events, e => e.Event.Payload, NpgsqlDbType.Jsonb));
        // Whoever accepts what another process handed over does not know how long its handler ran; the history does.
        p.Add(FlowWriter.Array(events, e => e.End.Elapsed > TimeSpan.Zero, NpgsqlDbType.Boolean));
        batch.BatchCommands.Add(command);
    }
}
