-- Queues live in schema pgmq, in PGMQ's shape, so that any PGMQ client can read and write them. A server that offers the real extension
-- gets the real extension, unless an earlier start has made queues of our own (02_queues_own.sql): those stay as they are. See ADR 4.
do $$
begin
    if to_regnamespace('pgmq') is null and exists (select 1 from pg_available_extensions where name = 'pgmq') then
        begin
            create extension pgmq;
        exception
            when insufficient_privilege or undefined_file or feature_not_supported then
                raise notice 'extension pgmq is offered but cannot be made here (%), so our own functions are used', sqlerrm;
        end;
    end if;
end
$$;
