using System.Globalization;
using System.Text.Json;
using Tasker.Data.Queue;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Queue;

/// <summary>
/// A queue is empty nearly whenever it is vacuumed, and plans are kept. Planned for no rows, a join to the queue's table compares each of its
/// rows with each message of a batch: a claim of 500 from a queue of 8,000 took a second and a half. So rows are found by their keys,
/// whatever the statistics say.
/// </summary>
[Trait("Feature", "F035")]
public sealed class EmptyQueuePlanTests(EmptyQueuePlanTests.EmptyQueue database) : IClassFixture<EmptyQueuePlanTests.EmptyQueue>
{
    private const string Table = "q_worker_ops_queue";

    [Theory]
    [InlineData("claim", "int, int", "1, 500")]
    [InlineData("claim_offered", "int, bigint[]", "1, '{1,2,3}'")]
    [InlineData("offer", "double precision, int", "1000, 500")]
    [InlineData("expire", "int", "500")]
    [InlineData("receive", "double precision, int", "1000, 500")]
    [InlineData("ack", "bigint[], int[]", "'{1,2,3}', '{1,1,1}'")]
    [InlineData("hide", "bigint[], int[], double precision", "'{1,2,3}', '{1,1,1}', 1000")]
    [InlineData("archive", "bigint[], int[], text", "'{1,2,3}', '{1,1,1}', 'over'")]
    public async Task Statement_PlannedForAnEmptyQueue_FindsRowsByTheirKeys(string statement, string types, string arguments)
    {
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"prepare {statement} ({types}) as {Sql(statement)}";
        await command.ExecuteNonQueryAsync();
        command.CommandText = $"explain (format json) execute {statement} ({arguments})";
        var plan = JsonElement.Parse((string)(await command.ExecuteScalarAsync())!)[0].GetProperty("Plan");

        var scans = Nodes(plan).Where(n => n.TryGetProperty("Relation Name", out var name) && name.GetString() == Table
            && !n.GetProperty("Node Type").ValueEquals("ModifyTable")).ToList();
        Assert.NotEmpty(scans);
        // The first messages in the order of the primary key are read without a condition; a limit above it ends that.
        Assert.All(scans, s => Assert.True(
            s.TryGetProperty("Index Cond", out _) || s.TryGetProperty("TID Cond", out _) || (statement == "receive" && s.TryGetProperty("Filter", out _)),
            s.ToString()));
        Assert.DoesNotContain(Nodes(plan), n => n.TryGetProperty("Join Filter", out var filter) && filter.GetString()!.Contains("msg_id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PgmqRead_PlannedForAnEmptyQueue_ReadsADeepOneInOnePass()
    {
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """
            insert into pgmq.q_worker_ops_queue (vt, message) select now() - interval '1 hour', jsonb_build_object('n', n) from generate_series(1, 4000) n
            """;
        await command.ExecuteNonQueryAsync();
        command.CommandText = "select count(*) from pgmq.read('worker_ops_queue', 30, 200)";
        Assert.Equal(200L, await command.ExecuteScalarAsync());
        command.CommandText = "select pg_stat_get_xact_tuples_fetched('pgmq.q_worker_ops_queue'::regclass)";
        var fetched = Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);

        Assert.InRange(fetched, 1, 1000);
    }

    private string Sql(string statement) => statement switch
    {
        "claim" => database.Queue.ClaimSql,
        _ => In(statement switch
        {
            "claim_offered" => RelaySql.Claim,
            "offer" => RelaySql.Offer,
            "expire" => RelaySql.Expire,
            "receive" => QueueSql.Receive,
            "ack" => QueueSql.Ack,
            "hide" => QueueSql.Hide,
            _ => QueueSql.Archive,
        }),
    };

    private static string In(string sql) =>
        sql.Replace("{q}", Table, StringComparison.Ordinal).Replace("{a}", "a_worker_ops_queue", StringComparison.Ordinal);

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    /// <summary>A queue whose statistics say that it is empty.</summary>
    public sealed class EmptyQueue : FlowDatabase
    {
        /// <inheritdoc/>
        protected override async Task PrepareAsync()
        {
            await base.PrepareAsync();
            await using var analyze = Engine.CreateCommand("vacuum (analyze) pgmq.q_worker_ops_queue");
            await analyze.ExecuteNonQueryAsync();
        }
    }
}
