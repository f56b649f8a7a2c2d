using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Flow;

/// <summary>A claim from a long queue walks the index of ranks and looks at about as many messages as it takes.</summary>
[Trait("Feature", "F035")]
public sealed class ClaimPlanTests(ClaimPlanTests.LongQueue database) : IClassFixture<ClaimPlanTests.LongQueue>
{
    private const int Batch = 50;

    [Theory]
    [InlineData("")]
    [InlineData("update pgmq.q_worker_ops_queue set vt = 'infinity' where vt in (select vt from pgmq.q_worker_ops_queue order by vt limit 50000)")] // paused
    [InlineData("delete from pgmq.q_worker_ops_queue where vt in (select vt from pgmq.q_worker_ops_queue order by vt limit 20000)")] // dead rows at the head
    public async Task Claim_FromAQueueOf200000_LooksAtItsHeadOnly(string before)
    {
        await using var connection = await database.Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        foreach (var sql in new[] { before, $"prepare claim_{before.Length} (int, int) as {database.Queue.ClaimSql}", $"explain (format json) execute claim_{before.Length} (1, {Batch})" })
        {
            command.CommandText = sql;
            if (sql.Length > 0 && !sql.StartsWith("explain", StringComparison.Ordinal)) await command.ExecuteNonQueryAsync();
        }

        var plan = (string)(await command.ExecuteScalarAsync())!;
        command.CommandText = $"explain (analyze, buffers, format json) execute claim_{before.Length} (1, {Batch})";
        var run = JsonElement.Parse((string)(await command.ExecuteScalarAsync())!)[0].GetProperty("Plan").GetRawText();

        Assert.Contains("q_worker_ops_queue_rank_idx", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Seq Scan\"", plan, StringComparison.Ordinal);
        var node = Scan(JsonElement.Parse(run));
        Assert.Equal("Index Scan", node.GetProperty("Node Type").GetString());
        Assert.Equal(Batch, node.GetProperty("Actual Rows").GetInt64());
    }

    private static JsonElement Scan(JsonElement node) =>
        Nodes(node).First(n => n.TryGetProperty("Index Name", out var index) && index.GetString() == "q_worker_ops_queue_rank_idx");

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var children) ? children.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    /// <summary>200,000 messages of random priorities.</summary>
    public sealed class LongQueue : FlowDatabase
    {
        /// <inheritdoc/>
        protected override async Task PrepareAsync()
        {
            await base.PrepareAsync();
            // The console's statement timeout is not meant for this.
            await using var fill = Engine.CreateCommand("""
                insert into pgmq.q_worker_ops_queue (vt, message)
                select tasker.queue_rank(now() - n * interval '1 millisecond', (random() * 200 - 100)::int),
                    jsonb_build_object('task_uuid', gen_random_uuid(), 'step_uuid', gen_random_uuid(), 'correlation_id', gen_random_uuid())
                from generate_series(1, 200000) n
                """);
            await fill.ExecuteNonQueryAsync();
            await ExecuteAsync("analyze pgmq.q_worker_ops_queue");
        }
    }
}
