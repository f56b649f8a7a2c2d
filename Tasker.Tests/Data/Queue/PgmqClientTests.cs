using System.Text.Json;
using Npgsql;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Queue;

/// <summary>What a PGMQ client in any language does: plain SQL over a connection of its own, nothing of ours but the schema.</summary>
[Trait("Feature", "F045")]
public sealed class PgmqClientTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    [Fact]
    public async Task Read_WithinTimeout_HidesTheMessageUntilSetVt()
    {
        await using var client = await ConnectAsync("hiding");
        var id = await client.ScalarAsync<long>("select * from pgmq.send('hiding', '{\"hello\": 1}')");

        var first = await client.RowsAsync("select * from pgmq.read('hiding', 60, 10)");
        var second = await client.RowsAsync("select * from pgmq.read('hiding', 60, 10)");
        var reset = await client.RowsAsync($"select * from pgmq.set_vt('hiding', {id}, 0)");
        var third = await client.RowsAsync("select * from pgmq.read('hiding', 60, 10)");

        Assert.Equal(["msg_id", "read_ct", "enqueued_at", "vt", "message", "headers"], first.Columns);
        Assert.Equal((id, 1, "{\"hello\": 1}"), (first.Rows[0][0], first.Rows[0][1], first.Rows[0][4]));
        Assert.Empty(second.Rows);
        Assert.Equal(id, Assert.Single(reset.Rows)[0]);
        Assert.Equal(2, Assert.Single(third.Rows)[1]);
    }

    [Fact]
    public async Task SetVt_UntypedParameters_AreNotAmbiguous()
    {
        await using var client = await ConnectAsync("untyped");
        var id = await client.ScalarAsync<long>("select * from pgmq.send('untyped', '1')");

        var reset = await client.RowsAsync("select * from pgmq.set_vt($1, $2, $3)", Untyped("untyped"), Untyped($"{id}"), Untyped("60"));

        Assert.Equal(id, Assert.Single(reset.Rows)[0]);
        static NpgsqlParameter Untyped(string value) => new() { Value = value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Unknown };
    }

    [Theory]
    [InlineData("pgmq.send('sending', '{}'::jsonb)", 1, null, true)]
    [InlineData("pgmq.send('sending', '{}'::jsonb, 60)", 1, null, false)]
    [InlineData("pgmq.send('sending', '{}'::jsonb, clock_timestamp() + interval '1 minute')", 1, null, false)]
    [InlineData("pgmq.send('sending', '{}'::jsonb, '{\"a\": 1}'::jsonb)", 1, "{\"a\": 1}", true)]
    [InlineData("pgmq.send('sending', '{}'::jsonb, '{\"a\": 1}'::jsonb, 60)", 1, "{\"a\": 1}", false)]
    [InlineData("pgmq.send('sending', '{}'::jsonb, '{\"a\": 1}'::jsonb, clock_timestamp())", 1, "{\"a\": 1}", true)]
    [InlineData("pgmq.send(queue_name => 'sending', msg => '{}'::jsonb, delay => 0)", 1, null, true)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[])", 2, null, true)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[], 60)", 2, null, false)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[], clock_timestamp() + interval '1 minute')", 2, null, false)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[], array['{\"a\": 1}', '{}']::jsonb[])", 2, "{\"a\": 1}", true)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[], array['{\"a\": 1}', '{}']::jsonb[], 60)", 2, "{\"a\": 1}", false)]
    [InlineData("pgmq.send_batch('sending', array['{}', '[]']::jsonb[], array['{\"a\": 1}', '{}']::jsonb[], clock_timestamp())", 2, "{\"a\": 1}", true)]
    public async Task Send_EachSignature_StoresMessageHeadersAndDelay(string call, int messages, string? headers, bool visible)
    {
        await using var client = await ConnectAsync("sending");
        await client.RowsAsync("select pgmq.purge_queue('sending')");

        var ids = await client.RowsAsync($"select * from {call}");
        var stored = await client.RowsAsync("select msg_id, message, headers, vt <= clock_timestamp() from pgmq.q_sending order by msg_id");

        Assert.Equal(messages, ids.Rows.Count);
        Assert.Equal(ids.Rows.Select(r => r[0]), stored.Rows.Select(r => r[0]));
        Assert.Equal(("{}", headers, visible), (stored.Rows[0][1], stored.Rows[0][2], stored.Rows[0][3]));
    }

    [Fact]
    public async Task Read_Conditional_TakesOnlyMatchingMessages()
    {
        await using var client = await ConnectAsync("conditions");
        await client.RowsAsync("select * from pgmq.send_batch('conditions', array['{\"kind\": \"a\"}', '{\"kind\": \"b\"}']::jsonb[])");

        var read = await client.RowsAsync("select message from pgmq.read('conditions', 60, 10, '{\"kind\": \"b\"}')");

        Assert.Equal("{\"kind\": \"b\"}", Assert.Single(read.Rows)[0]);
    }

    [Fact]
    public async Task ReadWithPoll_SentMeanwhile_ReturnsBeforeTheTimeIsOver()
    {
        await using var client = await ConnectAsync("polling");
        await using var sender = await ConnectAsync("polling");

        var reading = client.RowsAsync("select message from pgmq.read_with_poll('polling', 60, 1, 25, 10)");
        await client.IsWaitingAsync(sender);
        await sender.RowsAsync("select * from pgmq.send('polling', '{\"late\": true}')");

        Assert.Equal("{\"late\": true}", Assert.Single((await reading).Rows)[0]);
    }

    [Fact]
    public async Task ReadWithPoll_NothingComes_ReturnsNothing()
    {
        await using var client = await ConnectAsync("silence");

        Assert.Empty((await client.RowsAsync("select * from pgmq.read_with_poll('silence', 60, 1, 0, 10)")).Rows);
    }

    [Fact]
    public async Task Pop_TwoMessages_TakesTheOldestAway()
    {
        await using var client = await ConnectAsync("popping");
        await client.RowsAsync("select * from pgmq.send_batch('popping', array['1', '2', '3']::jsonb[])");

        var one = await client.RowsAsync("select message from pgmq.pop('popping')");
        var two = await client.RowsAsync("select message from pgmq.pop('popping', 2)");

        Assert.Equal(["1", "2", "3"], one.Rows.Concat(two.Rows).Select(r => r[0]));
        Assert.Equal(0L, await client.ScalarAsync<long>("select count(*) from pgmq.q_popping"));
    }

    [Fact]
    public async Task DeleteAndArchive_OneAndMany_AnswerWithWhatWasThere()
    {
        await using var client = await ConnectAsync("ending");
        await client.RowsAsync("select * from pgmq.send_batch('ending', array['1', '2', '3', '4', '5', '6']::jsonb[])");

        Assert.True(await client.ScalarAsync<bool>("select pgmq.delete('ending', 1)"));
        Assert.False(await client.ScalarAsync<bool>("select pgmq.delete('ending', 1)"));
        Assert.Equal([2L], (await client.RowsAsync("select * from pgmq.delete('ending', array[2, 999])")).Rows.Select(r => r[0]));
        Assert.True(await client.ScalarAsync<bool>("select pgmq.archive('ending', 3)"));
        Assert.False(await client.ScalarAsync<bool>("select pgmq.archive('ending', 3)"));
        Assert.Equal([4L], (await client.RowsAsync("select * from pgmq.archive('ending', array[4, 999])")).Rows.Select(r => r[0]));
        Assert.Equal(["3", "4"], (await client.RowsAsync("select message from pgmq.a_ending where archived_at is not null order by msg_id")).Rows.Select(r => r[0]));
        Assert.Equal(2L, await client.ScalarAsync<long>("select pgmq.purge_queue('ending')"));
    }

    [Fact]
    [Trait("Feature", "F044")]
    public async Task Metrics_SomeHidden_CountsAllAndVisible()
    {
        await using var client = await ConnectAsync("measuring");
        await client.RowsAsync("select * from pgmq.send_batch('measuring', array['1', '2', '3']::jsonb[])");
        await client.RowsAsync("select * from pgmq.read('measuring', 60, 1)");
        await client.RowsAsync("select pgmq.delete('measuring', 2)");

        var one = await client.RowsAsync("select * from pgmq.metrics('measuring')");
        var all = await client.RowsAsync("select queue_name, queue_length from pgmq.metrics_all()");

        Assert.Equal(
            ["queue_name", "queue_length", "newest_msg_age_sec", "oldest_msg_age_sec", "total_messages", "scrape_time", "queue_visible_length"], one.Columns);
        var row = Assert.Single(one.Rows);
        Assert.Equal(("measuring", 2L, 3L, 1L), (row[0], row[1], row[4], row[6]));
        Assert.Contains(all.Rows, r => r[0] is "measuring" && r[1] is 2L);
    }

    [Fact]
    public async Task DropQueue_OwnQueue_TakesTablesAndEntry()
    {
        await using var client = await ConnectAsync("dropping");

        Assert.True(await client.ScalarAsync<bool>("select pgmq.drop_queue('dropping')"));
        Assert.False(await client.ScalarAsync<bool>("select pgmq.drop_queue('dropping')"));
        Assert.DoesNotContain((await client.RowsAsync("select * from pgmq.list_queues()")).Rows, r => r[0] is "dropping");
        Assert.True(await client.ScalarAsync<bool>("select to_regclass('pgmq.q_dropping') is null and to_regclass('pgmq.a_dropping') is null"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x'; drop schema tasker; --")]
    [InlineData("dollar$")]
    [InlineData("two\"quotes")]
    [InlineData("a234567890123456789012345678901234567890123456789")]
    public async Task Create_NameThatIsNone_IsRefused(string name)
    {
        await using var client = await ConnectAsync("names");

        var error = await Assert.ThrowsAsync<PostgresException>(() => client.RowsAsync("select pgmq.create($1)", name));

        Assert.Equal(PostgresErrorCodes.InvalidParameterValue, error.SqlState);
    }

    [Fact]
    public async Task Create_NameThatNeedsQuoting_Works()
    {
        await using var client = await ConnectAsync("Mixed-Case of 47 characters.45678901234567890x");
        await client.RowsAsync("select * from pgmq.send('mixed-case of 47 characters.45678901234567890x', '1')");

        Assert.Equal("1", Assert.Single((await client.RowsAsync("select message from pgmq.read('Mixed-Case of 47 characters.45678901234567890x', 1, 1)")).Rows)[0]);
    }

    [Fact]
    public async Task WorkerQueue_WatchedFromOutside_ShowsTheStepAndIsClaimedAfterwards()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []));
        await using var client = new Client(database.ConnectionString);
        await client.OpenAsync();

        var seen = await client.RowsAsync($"select msg_id, message from pgmq.read('{database.Queue}', 60, 100) where message ->> 'task_uuid' = '{task}'");
        var whileHidden = await database.ClaimAsync(100);
        await client.RowsAsync($"select * from pgmq.set_vt('{database.Queue}', {seen.Rows[0][0]}, 0)");
        var afterwards = await database.ClaimAsync(100);

        using var message = JsonDocument.Parse((string)seen.Rows[0][1]!);
        Assert.Equal(task.Step(0).Value, message.RootElement.GetProperty("step_uuid").GetGuid());
        Assert.Empty(whileHidden.Claimed);
        Assert.Equal(task, Assert.Single(afterwards.Claimed).TaskId);
        await database.AssertConsistentAsync();
    }

    [Theory]
    [InlineData("drop_queue")]
    [InlineData("purge_queue")]
    public async Task WorkerQueue_DroppedFromOutside_IsRefused(string function)
    {
        await using var client = new Client(database.ConnectionString);
        await client.OpenAsync();

        var error = await Assert.ThrowsAsync<PostgresException>(() => client.RowsAsync($"select pgmq.{function}('{database.Queue}')"));

        Assert.Equal(PostgresErrorCodes.ObjectInUse, error.SqlState);
    }

    private async Task<Client> ConnectAsync(string queue)
    {
        var client = new Client(database.ConnectionString);
        await client.OpenAsync();
        await client.RowsAsync("select pgmq.create($1)", queue);
        return client;
    }

    private sealed class Client(string connectionString) : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection = new(connectionString);

        public Task OpenAsync() => _connection.OpenAsync();

        public async Task<T> ScalarAsync<T>(string sql) => (T)(await RowsAsync(sql)).Rows[0][0]!;

        public async Task<(string[] Columns, List<object?[]> Rows)> RowsAsync(string sql, params object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, _connection);
            foreach (var value in parameters) command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
            await using var reader = await command.ExecuteReaderAsync();
            var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
            var rows = new List<object?[]>();
            while (await reader.ReadAsync()) rows.Add([.. columns.Select((_, i) => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
            return (columns, rows);
        }

        /// <summary>Waits until the server says that this client's call sleeps between two looks.</summary>
        public Task<bool> IsWaitingAsync(Client witness) => TaskerHarness.UntilAsync(
            () => witness.ScalarAsync<bool>($"select exists (select 1 from pg_stat_activity where pid = {_connection.ProcessID} and wait_event = 'PgSleep')"),
            waits => waits);

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
