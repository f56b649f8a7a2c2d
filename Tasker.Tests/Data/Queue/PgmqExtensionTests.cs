using Npgsql;
using Tasker.Data.Schema;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Queue;

[Trait("Feature", "F045")]
public sealed class PgmqExtensionTests : TestDatabase
{
    // The extension itself cannot be had here: a catalogue row and the one function that the schema calls stand for it.
    private const string Extension = """
        create schema pgmq;
        create table pgmq.meta (queue_name varchar unique not null, is_partitioned boolean not null, is_unlogged boolean not null, created_at timestamptz not null default now());
        create function pgmq."create"(queue_name text) returns void language plpgsql as $f$
        begin
            execute format(
                'create table if not exists pgmq.%I (msg_id bigint primary key generated always as identity, read_ct int not null default 0,
                    enqueued_at timestamptz not null default now(), vt timestamptz not null, message jsonb, headers jsonb)', 'q_' || queue_name);
            insert into pgmq.meta values (queue_name, false, false) on conflict do nothing;
        end $f$;
        insert into pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        select 4000000000, 'pgmq', r.oid, n.oid, false, '1.5.0' from pg_roles r, pg_namespace n where r.rolname = current_user and n.nspname = 'pgmq'
        """;

    [Fact]
    public async Task Install_ExtensionIsThere_MakesQueuesByItAndNoFunctionsOfOurOwn()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using (var make = source.CreateCommand(Extension)) await make.ExecuteNonQueryAsync();

        await SchemaInstaller.InstallAsync(source, CancellationToken.None);
        var again = await SchemaInstaller.InstallAsync(source, CancellationToken.None);

        await using var command = source.CreateCommand(
            "select to_regprocedure('pgmq.read(text,integer,integer,jsonb)') is null and to_regclass('pgmq.q_orchestration_step_results') is not null");
        Assert.True(await command.ExecuteScalarAsync() is true);
        Assert.Empty(again);
    }
}
