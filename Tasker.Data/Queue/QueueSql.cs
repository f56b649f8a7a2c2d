namespace Tasker.Data.Queue;

/// <summary>
/// The statements of the PostgreSQL message queue, over PGMQ's tables: {q} holds what is to be done, {a} what was archived. A message is
/// named by its id and the number of the read that handed it out, so that a reader whose time is over ends nobody else's message. Rows are
/// named by arrays, never joined: a queue is empty whenever it is analysed, and a join planned for no rows compares each with each.
/// </summary>
internal static class QueueSql
{
    /// <summary>$1 bodies, $2 headers, $3 delays in ms.</summary>
    public const string Send = """
        insert into pgmq.{q} (vt, message, headers)
        select clock_timestamp() + i.delay_ms * interval '1 millisecond', i.message, i.headers
        from unnest($1::jsonb[], $2::jsonb[], $3::double precision[]) with ordinality as i(message, headers, delay_ms, place)
        order by i.place
        """;

    /// <summary>$1 how long in ms, $2 how many at most.</summary>
    public const string Receive = """
        with due as materialized (
            select m.msg_id from pgmq.{q} m where m.vt <= clock_timestamp() order by m.msg_id limit $2 for update skip locked
        ), taken as (
            update pgmq.{q} m
            set vt = clock_timestamp() + $1 * interval '1 millisecond', read_ct = m.read_ct + 1
            where m.msg_id = any (array(select d.msg_id from due d))
            returning m.msg_id, m.read_ct, m.enqueued_at, m.message, m.headers
        )
        select t.msg_id, t.read_ct, t.enqueued_at, t.message, t.headers from taken t order by t.msg_id
        """;

    /// <summary>$1 ids, $2 reads.</summary>
    public const string Ack = """
        delete from pgmq.{q} m
        where m.msg_id = any ($1::bigint[]) and m.read_ct = ($2::int[])[array_position($1::bigint[], m.msg_id)]
        """;

    /// <summary>$1 ids, $2 reads, $3 how long from now in ms.</summary>
    public const string Hide = """
        update pgmq.{q} m
        set vt = clock_timestamp() + $3 * interval '1 millisecond'
        where m.msg_id = any ($1::bigint[]) and m.read_ct = ($2::int[])[array_position($1::bigint[], m.msg_id)]
        """;

    /// <summary>$1 ids, $2 reads, $3 the reason, which goes into the headers.</summary>
    public const string Archive = """
        with gone as (
            delete from pgmq.{q} m
            where m.msg_id = any ($1::bigint[]) and m.read_ct = ($2::int[])[array_position($1::bigint[], m.msg_id)]
            returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers
        )
        insert into pgmq.{a} (msg_id, read_ct, enqueued_at, vt, message, headers)
        select g.msg_id, g.read_ct, g.enqueued_at, g.vt, g.message, coalesce(g.headers, '{}') || jsonb_build_object('tasker_reason', $3::text)
        from gone g
        """;

    /// <summary>$1 where counting stops.</summary>
    public const string Metrics = """
        select (select count(*)::int from (select 1 from pgmq.{q} m where m.vt <= clock_timestamp() limit $1) v),
            (select count(*)::int from (select 1 from pgmq.{q} m where m.vt > clock_timestamp() limit $1) h),
            (select clock_timestamp() - m.enqueued_at from pgmq.{q} m order by m.msg_id limit 1)
        """;

    /// <summary>
    /// What a claim adds to itself: taken messages that name no step, or one that is not queued any more, go to the archive with the reason.
    /// Expects <c>taken</c> (msg_id, read_ct, enqueued_at, vt, message, headers, step_uuid) and <c>claimed</c> (task_id, step_no).
    /// </summary>
    public const string BuryUnclaimed = """
        insert into pgmq.{a} (msg_id, read_ct, enqueued_at, vt, message, headers)
        select t.msg_id, t.read_ct, t.enqueued_at, t.vt, t.message, coalesce(t.headers, '{}')
            || jsonb_build_object('tasker_reason', case when t.step_uuid is null then 'malformed' else 'not_runnable' end)
        from taken t
        where not exists (
            select 1 from claimed c where c.task_id = tasker.task_of(t.step_uuid) and c.step_no = tasker.step_no(t.step_uuid))
        on conflict (msg_id) do nothing
        """;
}
