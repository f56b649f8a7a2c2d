-- unless: exists (select 1 from pg_extension where extname = 'pgmq')
-- PGMQ's public interface over tables of our own: the signatures, result types and tables of PGMQ 1.5 to 1.8. Re-applied whenever this
-- file changes; queues and messages stay. Not here: what needs pg_partman (partitioned queues) and grouped reads.
create schema if not exists pgmq;

create table if not exists pgmq.meta (
    queue_name varchar unique not null,
    is_partitioned boolean not null,
    is_unlogged boolean not null,
    created_at timestamptz not null default clock_timestamp()
);

do $$
begin
    if to_regtype('pgmq.message_record') is null then
        create type pgmq.message_record as (
            msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb, headers jsonb);
    end if;
    if to_regtype('pgmq.queue_record') is null then
        create type pgmq.queue_record as (queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
    end if;
    if to_regtype('pgmq.metrics_result') is null then
        create type pgmq.metrics_result as (
            queue_name text, queue_length bigint, newest_msg_age_sec int, oldest_msg_age_sec int, total_messages bigint,
            scrape_time timestamptz, queue_visible_length bigint);
    end if;
end
$$;

-- The longest name derived from a queue's is that of its archive's index, which has 16 characters more.
create or replace function pgmq.validate_queue_name(queue_name text) returns void
language plpgsql immutable as $$
begin
    if queue_name is null or octet_length(queue_name) not between 1 and 47 then
        raise exception 'queue name % must have 1 to 47 bytes', coalesce(quote_literal(queue_name), 'null') using errcode = '22023';
    end if;
    if queue_name ~ '[[:cntrl:]$;''"\\]' or queue_name like '%--%' then
        raise exception 'queue name % contains a character that is not allowed', quote_literal(queue_name) using errcode = '22023';
    end if;
end
$$;

-- The table of a queue: prefix q holds what is to be done, prefix a what was archived. The answer still has to be quoted (%I).
create or replace function pgmq.format_table_name(queue_name text, prefix text) returns text
language plpgsql immutable as $$
begin
    perform pgmq.validate_queue_name(queue_name);
    return lower(prefix || '_' || queue_name);
end
$$;

create or replace function pgmq._make(queue_name text, unlogged boolean) returns void
language plpgsql as $$
declare
    name text := lower(queue_name);
    q_table text := pgmq.format_table_name(queue_name, 'q');
    a_table text := pgmq.format_table_name(queue_name, 'a');
begin
    if exists (select 1 from pgmq.meta m where m.queue_name = name) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('pgmq.create.' || name));
    -- Messages are ordered by msg_id, so there is no index on vt: it would turn every read into an update of an index.
    execute format($q$
        create %s table if not exists pgmq.%I (
            msg_id bigint primary key generated always as identity,
            read_ct int not null default 0,
            enqueued_at timestamptz not null default clock_timestamp(),
            vt timestamptz not null,
            message jsonb,
            headers jsonb
        ) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)
        $q$, case when unlogged then 'unlogged' else '' end, q_table);
    execute format($q$
        create table if not exists pgmq.%I (
            msg_id bigint primary key,
            read_ct int not null default 0,
            enqueued_at timestamptz not null default clock_timestamp(),
            archived_at timestamptz not null default clock_timestamp(),
            vt timestamptz not null,
            message jsonb,
            headers jsonb
        )
        $q$, a_table);
    execute format('create index if not exists %I on pgmq.%I (archived_at)', 'archived_at_idx_' || name, a_table);
    insert into pgmq.meta (queue_name, is_partitioned, is_unlogged) values (name, false, unlogged) on conflict do nothing;
end
$$;

create or replace function pgmq.create_non_partitioned(queue_name text) returns void
language sql as $$ select pgmq._make($1, false) $$;

create or replace function pgmq.create_unlogged(queue_name text) returns void
language sql as $$ select pgmq._make($1, true) $$;

create or replace function pgmq."create"(queue_name text) returns void
language sql as $$ select pgmq._make($1, false) $$;

create or replace function pgmq.list_queues() returns setof pgmq.queue_record
language sql stable as $$
    select m.queue_name, m.is_partitioned, m.is_unlogged, m.created_at from pgmq.meta m order by m.queue_name
$$;

-- Queues on which the engine rests: emptied or dropped as a whole, steps would wait for a message that never comes.
create or replace function pgmq._refuse_engine_queue(queue_name text) returns void
language plpgsql stable as $$
begin
    if lower(queue_name) like 'orchestration\_%'
        or exists (select 1 from tasker.namespaces n where lower(queue_name) = 'worker_' || lower(n.name) || '_queue') then
        raise exception 'queue % belongs to the engine', quote_literal(queue_name)
            using errcode = '55006', hint = 'Its messages stand for steps: cancel the tasks instead.';
    end if;
end
$$;

create or replace function pgmq.drop_queue(queue_name text) returns boolean
language plpgsql as $$
declare
    dropped boolean;
begin
    perform pgmq._refuse_engine_queue(queue_name);
    execute format('drop table if exists pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
    execute format('drop table if exists pgmq.%I', pgmq.format_table_name(queue_name, 'a'));
    delete from pgmq.meta m where m.queue_name = lower($1);
    get diagnostics dropped = row_count;
    return dropped;
end
$$;

create or replace function pgmq.purge_queue(queue_name text) returns bigint
language plpgsql as $$
declare
    purged bigint;
begin
    perform pgmq._refuse_engine_queue(queue_name);
    execute format('delete from pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
    get diagnostics purged = row_count;
    return purged;
end
$$;

-- Sending. One message is a batch of one.
create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz) returns setof bigint
language plpgsql as $$
begin
    if headers is not null and cardinality(headers) <> cardinality(msgs) then
        raise exception 'there are % messages and % headers', cardinality(msgs), cardinality(headers) using errcode = '22023';
    end if;
    return query execute format($q$
        insert into pgmq.%I (vt, message, headers)
        select $2, i.message, i.headers
        from unnest($1, coalesce($3, '{}')) with ordinality as i(message, headers, place)
        order by i.place
        returning msg_id
        $q$, pgmq.format_table_name(queue_name, 'q'))
    using msgs, delay, headers;
end
$$;

create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, $2, $3, clock_timestamp() + make_interval(secs => $4)) $$;

create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[]) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, $2, $3, clock_timestamp()) $$;

create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], delay timestamptz) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, $2, null::jsonb[], $3) $$;

create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], delay integer) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, $2, null::jsonb[], $3) $$;

create or replace function pgmq.send_batch(queue_name text, msgs jsonb[]) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, $2, null::jsonb[], clock_timestamp()) $$;

create or replace function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay timestamptz) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], array[$3], $4) $$;

create or replace function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay integer) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], array[$3], $4) $$;

create or replace function pgmq.send(queue_name text, msg jsonb, headers jsonb) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], array[$3], clock_timestamp()) $$;

create or replace function pgmq.send(queue_name text, msg jsonb, delay timestamptz) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], null::jsonb[], $3) $$;

create or replace function pgmq.send(queue_name text, msg jsonb, delay integer) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], null::jsonb[], $3) $$;

create or replace function pgmq.send(queue_name text, msg jsonb) returns setof bigint
language sql as $$ select * from pgmq.send_batch($1, array[$2], null::jsonb[], clock_timestamp()) $$;

-- Reading. A message that was read is hidden until vt; what is still there then can be read again.
create or replace function pgmq.read(queue_name text, vt integer, qty integer, conditional jsonb default '{}') returns setof pgmq.message_record
language plpgsql as $$
begin
    return query execute format($q$
        with due as materialized (
            select m.msg_id
            from pgmq.%1$I m
            where m.vt <= clock_timestamp() and ($3 = '{}'::jsonb or m.message @> $3)
            order by m.msg_id
            limit $2
            for update skip locked
        ), taken as (
            update pgmq.%1$I m
            set vt = clock_timestamp() + make_interval(secs => $1), read_ct = m.read_ct + 1
            where m.msg_id = any (array(select d.msg_id from due d))
            returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers
        )
        select t.msg_id, t.read_ct, t.enqueued_at, t.vt, t.message, t.headers from taken t order by t.msg_id
        $q$, pgmq.format_table_name(queue_name, 'q'))
    using vt, qty, coalesce(conditional, '{}');
end
$$;

create or replace function pgmq.read_with_poll(
    queue_name text, vt integer, qty integer, max_poll_seconds integer default 5, poll_interval_ms integer default 100,
    conditional jsonb default '{}')
returns setof pgmq.message_record
language plpgsql as $$
declare
    until timestamptz := clock_timestamp() + make_interval(secs => max_poll_seconds);
begin
    loop
        return query select * from pgmq.read(queue_name, vt, qty, conditional);
        exit when found or clock_timestamp() >= until;
        perform pg_sleep(least(greatest(poll_interval_ms, 1) / 1000.0, greatest(extract(epoch from until - clock_timestamp()), 0)));
    end loop;
end
$$;

create or replace function pgmq.pop(queue_name text, qty integer default 1) returns setof pgmq.message_record
language plpgsql as $$
begin
    return query execute format($q$
        with due as materialized (
            select m.msg_id from pgmq.%1$I m where m.vt <= clock_timestamp() order by m.msg_id limit $1 for update skip locked
        ), taken as (
            delete from pgmq.%1$I m where m.msg_id = any (array(select d.msg_id from due d))
            returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers
        )
        select t.msg_id, t.read_ct, t.enqueued_at, t.vt, t.message, t.headers from taken t order by t.msg_id
        $q$, pgmq.format_table_name(queue_name, 'q'))
    using qty;
end
$$;

-- In this one form only: newer ones by array and by time would make the call ambiguous for clients that send untyped parameters.
create or replace function pgmq.set_vt(queue_name text, msg_id bigint, vt integer) returns setof pgmq.message_record
language plpgsql as $$
begin
    return query execute format($q$
        update pgmq.%I m set vt = clock_timestamp() + make_interval(secs => $2) where m.msg_id = $1
        returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers
        $q$, pgmq.format_table_name(queue_name, 'q'))
    using msg_id, vt;
end
$$;

-- Ending. The answers are the ids that were there.
create or replace function pgmq.delete(queue_name text, msg_ids bigint[]) returns setof bigint
language plpgsql as $$
begin
    return query execute format('delete from pgmq.%I m where m.msg_id = any ($1) returning m.msg_id', pgmq.format_table_name(queue_name, 'q'))
    using msg_ids;
end
$$;

create or replace function pgmq.delete(queue_name text, msg_id bigint) returns boolean
language sql as $$ select exists (select 1 from pgmq.delete($1, array[$2])) $$;

create or replace function pgmq.archive(queue_name text, msg_ids bigint[]) returns setof bigint
language plpgsql as $$
begin
    return query execute format($q$
        with gone as (
            delete from pgmq.%I m where m.msg_id = any ($1)
            returning m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers
        )
        insert into pgmq.%I (msg_id, read_ct, enqueued_at, vt, message, headers)
        select g.msg_id, g.read_ct, g.enqueued_at, g.vt, g.message, g.headers from gone g
        returning msg_id
        $q$, pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a'))
    using msg_ids;
end
$$;

create or replace function pgmq.archive(queue_name text, msg_id bigint) returns boolean
language sql as $$ select exists (select 1 from pgmq.archive($1, array[$2])) $$;

-- Figures. Exact, hence as slow as the queue is long; the console's own figures are bounded (Tasker.Data/Queue).
create or replace function pgmq.metrics(queue_name text) returns pgmq.metrics_result
language plpgsql as $$
declare
    q_table text := pgmq.format_table_name(queue_name, 'q');
    answer pgmq.metrics_result;
begin
    execute format($q$
        select $1, s.n, extract(epoch from clock_timestamp() - s.newest)::int, extract(epoch from clock_timestamp() - s.oldest)::int,
            coalesce((select i.last_value from pg_sequences i
                where format('%%I.%%I', i.schemaname, i.sequencename) = pg_get_serial_sequence($2, 'msg_id')), 0),
            clock_timestamp(), s.visible
        from (
            select count(*) as n, max(m.enqueued_at) as newest, min(m.enqueued_at) as oldest,
                count(*) filter (where m.vt <= clock_timestamp()) as visible
            from pgmq.%I m) s
        $q$, q_table)
    using queue_name, format('pgmq.%I', q_table)
    into answer;
    return answer;
end
$$;

create or replace function pgmq.metrics_all() returns setof pgmq.metrics_result
language sql as $$ select f.* from pgmq.meta m cross join lateral pgmq.metrics(m.queue_name::text) f order by m.queue_name $$;
