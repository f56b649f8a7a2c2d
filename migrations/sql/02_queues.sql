-- The queue's tables in PGMQ's shape (schema pgmq, q_<name> and a_<name>), so that any PGMQ client can look at them.
create schema if not exists pgmq;

create table if not exists pgmq.meta (
    queue_name varchar unique not null,
    is_partitioned boolean not null,
    is_unlogged boolean not null,
    created_at timestamptz not null default clock_timestamp()
);

create or replace function pgmq."create"(queue_name text) returns void
language plpgsql as $$
declare
    queue text := lower(queue_name);
begin
    if queue !~ '^[a-z0-9_]{1,47}$' then
        raise exception 'queue name % must be 1 to 47 characters of a-z, 0-9 and _', queue_name using errcode = '22023';
    end if;
    if exists (select 1 from pgmq.meta m where m.queue_name = queue) then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtext('pgmq.create.' || queue));
    execute format($q$
        create table if not exists pgmq.%I (
            msg_id bigint primary key generated always as identity,
            read_ct int not null default 0,
            enqueued_at timestamptz not null default clock_timestamp(),
            vt timestamptz not null,
            message jsonb,
            headers jsonb
        ) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)
        $q$, 'q_' || queue);
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
        $q$, 'a_' || queue);
    execute format('create index if not exists %I on pgmq.%I (archived_at)', 'archived_at_idx_' || queue, 'a_' || queue);
    insert into pgmq.meta (queue_name, is_partitioned, is_unlogged) values (queue, false, false) on conflict do nothing;
end
$$;

select pgmq."create"('orchestration_step_results');
select pgmq."create"('orchestration_task_requests');
select pgmq."create"('orchestration_task_finalizations');
