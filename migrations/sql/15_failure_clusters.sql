-- Failure clusters: what failed in the same way is counted together. Nothing of it is written with a failure itself: the rows of the history
-- are folded in a moment later, by one writer at a time, so that ten thousand equal failures contend for no row. Re-applied whenever this file
-- changes.
--
-- A window holds the rows that one snapshot shows (until_snapshot) and an earlier one did not (done_snapshot). It is walked in ranges of
-- numbers, each range in one commit with the place up to which it came: a crash repeats nothing and loses nothing. Numbers at or below
-- "floor" are all in done_snapshot: every transaction that could have taken one had ended by then.
insert into tasker.history_cursors (name, floor, done_snapshot) values ('failures', 0, '3:3:')
on conflict (name) do nothing;

-- Rows of a range that a fold has to look at: failures with a fingerprint, ends that settle earlier failures of their step, and tasks
-- that were cancelled or resolved.
create or replace function tasker.failure_rows(after bigint, upto bigint, done pg_snapshot, until pg_snapshot)
returns table (seq bigint, task_id uuid, step_no int, at timestamptz, attempt smallint, fingerprint text, error_type text, message text,
    settles boolean, gives_up boolean)
language sql stable set enable_seqscan = off as $$
    select r.*
    from (
        select h.seq, h.task_id, h.step_no, h.at, h.attempt,
            case when e.ends in (6, 8) and h.step_no is not null then h.detail ->> 'fingerprint' end as fingerprint,
            h.detail ->> 'error_type' as error_type, h.detail ->> 'message' as message,
            -- A first attempt that succeeds has nothing to settle, and is what almost every row is.
            h.step_no is not null and (e.ends in (9, 10) or e.ends = 7 and (h.attempt > 1 or h.actor is not null)) as settles,
            e.task_ends in (11, 12) as gives_up
        from tasker.transitions h
        cross join lateral (
            select get_byte(h.path, length(h.path) - 1) as ends,
                case when h.task_path is not null then get_byte(h.task_path, length(h.task_path) - 1)
                    when h.step_no is null then get_byte(h.path, length(h.path) - 1) end as task_ends
        ) e
        where h.seq > after and h.seq <= upto
          and not pg_visible_in_snapshot(h.xid, done) and pg_visible_in_snapshot(h.xid, until)
    ) r
    where r.fingerprint is not null or r.settles or r.gives_up
$$;

-- The failures among them, with what their cluster is known by.
create or replace function tasker.found_failures(after bigint, upto bigint, done pg_snapshot, until pg_snapshot)
returns table (seq bigint, task_id uuid, step_no int, at timestamptz, attempt smallint, fingerprint text, error_type text, message text,
    namespace_id int, template_name text, step_name text)
language sql stable as $$
    select r.seq, r.task_id, r.step_no, r.at, r.attempt, r.fingerprint, r.error_type, r.message, tp.namespace_id, tp.name, ts.name
    from tasker.failure_rows(after, upto, done, until) r
    join tasker.tasks t on t.task_id = r.task_id
    join tasker.templates tp on tp.template_id = t.template_id
    join tasker.steps s on s.task_id = r.task_id and s.step_no = r.step_no
    join tasker.template_steps ts on ts.template_id = t.template_id and ts.step_no = s.template_step_no
    where r.fingerprint is not null
$$;

create or replace function tasker.count_failures(after bigint, upto bigint, done pg_snapshot, until pg_snapshot) returns int
language plpgsql as $$
declare
    n int;
begin
    with found as materialized (
        select * from tasker.found_failures(after, upto, done, until)
    ), counted as (
        insert into tasker.failure_clusters as k (fingerprint, namespace_id, template_name, step_name, error_type, message, sample_task_id,
            sample_step_no, first_seen, last_seen, total, open_count, reopened, status)
        select f.fingerprint, f.namespace_id, f.template_name, f.step_name,
            left((array_agg(f.error_type order by f.seq desc))[1], 255), left((array_agg(f.message order by f.seq desc))[1], 1000),
            (array_agg(f.task_id order by f.seq desc))[1], (array_agg(f.step_no order by f.seq desc))[1], min(f.at), max(f.at), count(*), 0, 0, 'open'
        from found f
        group by f.fingerprint, f.namespace_id, f.template_name, f.step_name
        on conflict (fingerprint, namespace_id, template_name, step_name) do update
        set total = k.total + excluded.total,
            first_seen = least(k.first_seen, excluded.first_seen),
            last_seen = greatest(k.last_seen, excluded.last_seen),
            error_type = excluded.error_type, message = excluded.message,
            sample_task_id = excluded.sample_task_id, sample_step_no = excluded.sample_step_no,
            -- What is over and comes again is open again; what somebody wants to hear nothing of stays muted.
            reopened = k.reopened + (k.status = 'resolved' and excluded.last_seen > k.status_at)::int,
            status = case when k.status = 'resolved' and excluded.last_seen > k.status_at then 'open' else k.status end
    )
    select count(*)::int into n from found;
    return n;
end
$$;

-- Folds one range: counts, then closes what the range touched, then opens what it left failed. Later rows of a step are never in an earlier
-- range, because they were written under its task's lock.
create or replace function tasker.apply_failures(after bigint, upto bigint, done pg_snapshot, until pg_snapshot) returns int
language plpgsql as $$
declare
    n int;
begin
    -- Of most ranges nothing is to be done: one look over them is enough.
    if not exists (select 1 from tasker.failure_rows(after, upto, done, until)) then
        return 0;
    end if;
    n := tasker.count_failures(after, upto, done, until);
    with touched as materialized (
        select r.task_id, r.step_no, r.seq, r.gives_up, r.fingerprint is not null or r.settles as ends_step
        from tasker.failure_rows(after, upto, done, until) r
    ), closed as (
        update tasker.step_failures f
        set is_open = false
        from (
            select distinct o.cluster_id, o.task_id, o.step_no
            from touched x
            join tasker.step_failures o on o.task_id = x.task_id and o.is_open and o.seq < x.seq
            where x.gives_up or (x.ends_step and o.step_no = x.step_no)
        ) o
        where f.cluster_id = o.cluster_id and f.task_id = o.task_id and f.step_no = o.step_no
        returning f.cluster_id
    ), change as (
        select c.cluster_id, count(*)::int as n from closed c group by c.cluster_id
    )
    update tasker.failure_clusters k set open_count = k.open_count - g.n from change g where k.cluster_id = g.cluster_id;

    with found as materialized (
        select f.*, max(f.seq) over (partition by f.task_id, f.step_no) as last from tasker.found_failures(after, upto, done, until) f
    ), over as materialized (
        select r.task_id, case when r.gives_up then null else r.step_no end as step_no, max(r.seq) as seq
        from tasker.failure_rows(after, upto, done, until) r
        where r.settles or r.gives_up
        group by 1, 2
    ), made as (
        insert into tasker.step_failures as m (cluster_id, task_id, step_no, attempt, seq, failed_at, times, is_open)
        select k.cluster_id, f.task_id, f.step_no, max(f.attempt), max(f.seq), max(f.at), count(*),
            max(f.seq) = max(f.last)
            and not exists (select 1 from over o where o.task_id = f.task_id and (o.step_no is null or o.step_no = f.step_no) and o.seq >= max(f.seq))
        from found f
        join tasker.failure_clusters k on k.fingerprint = f.fingerprint and k.namespace_id = f.namespace_id and k.template_name = f.template_name
            and k.step_name = f.step_name
        group by k.cluster_id, f.task_id, f.step_no
        on conflict (cluster_id, task_id, step_no) do update
        set attempt = excluded.attempt, seq = excluded.seq, failed_at = excluded.failed_at, times = m.times + excluded.times, is_open = excluded.is_open
        returning m.cluster_id, m.is_open
    ), change as (
        select c.cluster_id, count(*)::int as n from made c where c.is_open group by c.cluster_id
    )
    update tasker.failure_clusters k set open_count = k.open_count + g.n from change g where k.cluster_id = g.cluster_id;
    return n;
end
$$;

-- Folds the next range of at most `most` numbers; "more" while the window is not walked to its end.
create or replace function tasker.fold_failures(most int, out looked bigint, out failures int, out more boolean)
language plpgsql as $$
declare
    c record;
    upto bigint;
    given bigint;
    resumed boolean;
begin
    looked := 0;
    failures := 0;
    more := false;
    -- While nothing happens, nothing is written.
    perform 1
    from tasker.history_cursors h, tasker.transitions_seq_seq s
    where h.name = 'failures' and h.until_snapshot is null and h.floor = case when s.is_called then s.last_value else 0 end;
    if found then
        return;
    end if;
    -- Whoever took one of these numbers has a transaction id already, and so a lower one than this transaction gets by the lock below.
    if pg_current_xact_id_if_assigned() is null then
        select case when s.is_called then s.last_value else 0 end into given from tasker.transitions_seq_seq s;
    end if;
    select * into c from tasker.history_cursors h where h.name = 'failures' for update skip locked;
    if not found then
        return;
    end if;
    if pg_snapshot_xmax(c.done_snapshot::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) then
        -- Restored from a dump into another cluster, whose transactions are numbered anew: begin at the end.
        c.until_snapshot := null;
        c.candidate := null;
        c.done_snapshot := pg_current_snapshot()::text;
        select case when s.is_called then s.last_value else 0 end into c.floor from tasker.transitions_seq_seq s;
    end if;
    resumed := c.until_snapshot is not null;
    if not resumed then
        -- Each statement sees more than the one before: what the snapshot shows is numbered at most "highest".
        c.until_snapshot := pg_current_snapshot()::text;
        select case when s.is_called then s.last_value else 0 end into c.highest from tasker.transitions_seq_seq s;
        c.place := c.floor;
        if c.candidate is null and given is not null then
            c.candidate := given;
            c.candidate_xid := pg_current_xact_id();
        end if;
    end if;

    upto := least(c.place + most, c.highest);
    looked := upto - c.place;
    failures := tasker.apply_failures(c.place, upto, c.done_snapshot::pg_snapshot, c.until_snapshot::pg_snapshot);
    more := upto < c.highest;
    c.place := upto;
    if not more then
        -- What came since an earlier call took this range is the next range.
        more := resumed;
        c.done_snapshot := c.until_snapshot;
        c.until_snapshot := null;
        if c.candidate is not null and pg_snapshot_xmin(c.done_snapshot::pg_snapshot) > c.candidate_xid then
            c.floor := greatest(c.floor, c.candidate);
            c.candidate := null;
        end if;
    end if;
    update tasker.history_cursors h
    set floor = c.floor, place = c.place, highest = c.highest, done_snapshot = c.done_snapshot, until_snapshot = c.until_snapshot,
        candidate = c.candidate, candidate_xid = c.candidate_xid
    where h.name = 'failures';
end
$$;

-- What people say about a cluster: open, muted (until a time, or for good) or resolved. Answers the state that it was in, null: there is none.
create or replace function tasker.set_failure_status(
    p_cluster int, p_status text, p_expected text, p_until timestamptz, p_command uuid, p_key text, p_actor text, p_reason text,
    out was text, out by_whom text, out since timestamptz, out applied boolean, out earlier text)
language plpgsql as $$
begin
    applied := false;
    select case when c.kind = 'failures.status' and (c.args ->> 'cluster')::int = p_cluster and c.args ->> 'status' = p_status then p_status else '' end,
        c.requested_at
    into earlier, since
    from tasker.operator_commands c where c.idempotency_key = p_key;
    if found then
        return;
    end if;
    select tasker.failure_status(k.status, k.status_until), coalesce(k.status_by, 'engine'), coalesce(k.status_at, k.first_seen) into was, by_whom, since
    from tasker.failure_clusters k where k.cluster_id = p_cluster for no key update;
    if not found or (p_expected is not null and p_expected <> was) then
        return;
    end if;
    update tasker.failure_clusters k
    set status = p_status, status_by = p_actor, status_reason = p_reason, status_at = clock_timestamp(), status_until = p_until
    where k.cluster_id = p_cluster;
    insert into tasker.operator_commands (command_id, idempotency_key, kind, args, actor, reason, requested_at, outcome)
    values (p_command, p_key, 'failures.status', jsonb_build_object('cluster', p_cluster, 'status', p_status, 'was', was, 'until', p_until), p_actor, p_reason,
        clock_timestamp(), 'applied');
    applied := true;
end
$$;

-- A muted cluster whose time is over is open again, for whoever reads.
create or replace function tasker.failure_status(status text, until timestamptz) returns text
language sql stable parallel safe
return case when status = 'muted' and until <= clock_timestamp() then 'open' else status end;
