using Tasker.Data.Flow;

namespace Tasker.Data.Queue;

/// <summary>
/// A broker outside the database between the queue's rows and the workers: the rows stay the truth, the broker's messages only say which
/// rows are worth a claim.
/// </summary>
internal static class RelaySql
{
    private const string Rank = "tasker_rank";

    /// <summary>
    /// Offers that nobody took up in time stand where they stood before; $1 at most. Without this they would stand behind everything that
    /// was queued since. A rank is at least 30 seconds old (tasker.queue_rank), so only what was hidden lately can be such an offer; one
    /// that was missed for the length of the window is offered all the same, by the time at which it became visible.
    /// </summary>
    public const string Expire = $$"""
        with missed as materialized (
            select m.msg_id
            from pgmq.{q} m
            where m.vt between statement_timestamp() - interval '10 minutes' and statement_timestamp()
              and m.vt > (m.headers ->> '{{Rank}}')::timestamptz
            order by m.vt
            limit $1
            for update of m skip locked
        )
        update pgmq.{q} m set vt = (m.headers ->> '{{Rank}}')::timestamptz
        where m.msg_id = any (array(select x.msg_id from missed x))
        """;

    /// <summary>
    /// Takes rows to offer to the broker: hidden for $1 ms, after which whatever was not claimed is offered again; $2 at most. Where they
    /// stood is kept in a header.
    /// </summary>
    public const string Offer = $$"""
        with due as materialized (
            select m.msg_id
            from pgmq.{q} m
            where m.vt <= statement_timestamp() and not tasker.queue_is_paused(substr('{q}', 3))
            order by m.vt, m.msg_id
            limit $2
            for update of m skip locked
        ), taken as (
            update pgmq.{q} m
            set vt = clock_timestamp() + $1 * interval '1 millisecond', read_ct = m.read_ct + 1,
                headers = jsonb_build_object('{{Rank}}', m.vt) || coalesce(m.headers, '{}')
            where m.msg_id = any (array(select d.msg_id from due d))
            returning m.msg_id, m.read_ct, m.message
        )
        select t.msg_id, t.read_ct, t.message from taken t order by t.msg_id
        """;

    /// <summary>Rows ($1) that the broker did not take are visible again, where they stood, and the offer does not count.</summary>
    public const string TakeBack = $$"""
        update pgmq.{q} m
        set vt = coalesce((m.headers ->> '{{Rank}}')::timestamptz, clock_timestamp()), read_ct = greatest(m.read_ct - 1, 0)
        where m.msg_id = any ($1)
        """;

    /// <summary>
    /// Claims the steps of the rows $2 for node $1, whether the rows are visible or not: the row goes, the step is leased, what the handler
    /// needs comes back. A row that is gone was claimed before; one whose task or template is paused is put aside.
    /// </summary>
    public const string Claim = $$"""
        with picked as materialized (
            select c.msg_id, tasker.uuid_of(c.message ->> 'step_uuid') as step_uuid
            from pgmq.{q} c
            where c.msg_id = any ($2)
            order by c.msg_id
            for update skip locked
        {{IntakeSql.ClaimPicked}}
        """;
}
