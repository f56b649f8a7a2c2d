-- Durable domain events: an end writes them with itself (Tasker.Data/Events/DomainEventSql.cs), a node publishes them a moment later, and both
-- the queue of their namespace and readers by position get them in one order. Re-applied whenever this file changes.

-- Order of publication. Numbers are taken under a lock that is held until the commit, so whoever has seen number n misses none below it.
create sequence if not exists tasker.domain_event_position;

create or replace function tasker.event_queue(namespace_name text) returns text
language sql immutable strict parallel safe
return lower(namespace_name) || '_domain_events';

-- Publishes what is still to be published of these events, in the order given, and answers which they were.
create or replace function tasker.publish_events(p_ids uuid[], p_messages jsonb[]) returns setof uuid
language plpgsql as $$
declare
    target record;
    published uuid[];
begin
    perform pg_advisory_xact_lock(hashtext('tasker.domain_events'));
    with meant as materialized (
        select n.event_id, n.message, nextval('tasker.domain_event_position') as position
        from (
            select i.event_id, i.message
            from unnest(p_ids, p_messages) with ordinality as i(event_id, message, no)
            join tasker.domain_events e on e.event_id = i.event_id
            where e.state = 0
            order by i.no
            for update of e
        ) n
    ), done as (
        update tasker.domain_events e
        set state = 1, position = m.position, message = m.message || jsonb_build_object('position', m.position), payload = null, error = null,
            done_at = clock_timestamp()
        from meant m
        where e.event_id = m.event_id
        returning e.event_id
    )
    select array_agg(d.event_id) into published from done d;

    for target in
        select tasker.event_queue(e.namespace_name) as queue, array_agg(e.event_id) as ids
        from tasker.domain_events e
        where e.event_id = any (published)
        group by 1
    loop
        if to_regclass(format('pgmq.%I', 'q_' || target.queue)) is null then
            perform pgmq."create"(target.queue);
        end if;
        execute format($q$
            insert into pgmq.%I (vt, message)
            select clock_timestamp(), e.message from tasker.domain_events e where e.event_id = any ($1) order by e.position
            $q$, 'q_' || target.queue)
        using target.ids;
    end loop;
    return query select unnest(published);
end
$$;

-- Whether an event's name is meant by a pattern: a name, prefix.* or *; null means all.
create or replace function tasker.event_matches(event_name text, pattern text) returns boolean
language sql immutable parallel safe
return pattern is null or pattern = '*' or event_name = pattern
    or (right(pattern, 2) = '.*' and starts_with(event_name, left(pattern, -1)) and length(event_name) > length(pattern) - 1);

-- Sends published events of a range into their queues once more, in their order, and records who and why in the same commit.
create or replace function tasker.replay_events(
    p_command uuid, p_key text, p_from bigint, p_to bigint, p_pattern text, p_most int, p_actor text, p_reason text,
    out sent int, out same boolean, out earlier timestamptz)
language plpgsql as $$
declare
    target record;
    n int;
begin
    select c.kind = 'events.replay', c.requested_at, coalesce((c.args ->> 'sent')::int, 0) into same, earlier, sent
    from tasker.operator_commands c where c.idempotency_key = p_key;
    if found then
        return;
    end if;
    sent := 0;
    for target in
        select tasker.event_queue(e.namespace_name) as queue, array_agg(e.event_id) as ids
        from (
            select e.namespace_name, e.event_id
            from tasker.domain_events e
            where e.position between p_from and p_to and tasker.event_matches(e.event_name, p_pattern)
            order by e.position
            limit p_most + 1
        ) e
        group by 1
    loop
        sent := sent + cardinality(target.ids);
        if sent > p_most then
            -- Rather nothing than a part: the caller is told to ask for less.
            raise exception 'more than % events', p_most using errcode = 'TK001';
        end if;
        execute format($q$
            insert into pgmq.%I (vt, message)
            select clock_timestamp(), e.message || jsonb_build_object('replay', $2) from tasker.domain_events e where e.event_id = any ($1) order by e.position
            $q$, 'q_' || target.queue)
        using target.ids, p_command;
        get diagnostics n = row_count;
        if n <> cardinality(target.ids) then
            raise exception 'events went away while they were sent' using errcode = 'serialization_failure';
        end if;
    end loop;
    insert into tasker.operator_commands (command_id, idempotency_key, kind, args, actor, reason, requested_at, outcome)
    values (p_command, p_key, 'events.replay',
        jsonb_build_object('from', p_from, 'to', p_to, 'name', p_pattern, 'sent', sent), p_actor, p_reason, clock_timestamp(), 'applied');
end
$$;

-- Deletes events that were published, withheld or refused longer ago than `keep`, at most `most`.
create or replace function tasker.prune_events(keep interval, most int) returns int
language plpgsql as $$
declare
    n int;
begin
    delete from tasker.domain_events e
    where e.event_id = any (array(
        select o.event_id from tasker.domain_events o where o.done_at < now() - keep order by o.done_at limit most for update skip locked));
    get diagnostics n = row_count;
    return n;
end
$$;
