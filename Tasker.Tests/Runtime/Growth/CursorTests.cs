using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Growth;

/// <summary>What the batchable step writes as a cursor, its workers read.</summary>
public sealed class CursorTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string Yaml = """
        name: cursors
        namespace_name: cursors
        version: 1.0.0
        steps:
          - name: cut
            type: batchable
            handler: { callable: cursors.cut }
            batch_config: { batch_size: 10, parallelism: 10, worker_template: read }
          - { name: read, type: batch_worker, dependencies: [cut], handler: { callable: cursors.read } }
          - { name: join, type: deferred_convergence, dependencies: [read], handler: { callable: cursors.join } }
        """;

    private static readonly DateTimeOffset From = new(2026, 2, 28, 23, 59, 59, 123, TimeSpan.FromHours(1));
    private static readonly BatchCursor[] Cursors =
    [
        new("int", 0, int.MaxValue, 10),
        new("long", long.MinValue, long.MaxValue, 0),
        new("text", "Ärger \"quoted\"", "Zürich \U0001F600", 2),
        new("time", From, From.AddMonths(1), 0),
        new("object", new Place("north", 7, [1, 2]), new Place("south", 9, []), 3),
    ];

    [Theory]
    [Trait("Feature", "F087")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Cursor_OfAnyKind_RoundTrips(string path)
    {
        await using var node = await TaskerHarness.StartAsync(database.ConnectionString, Handlers, s => s["Tasker:Engine:Path"] = path);
        await node.PublishAsync(Yaml);
        var task = await node.SubmitAsync("cursors", "cursors", new { path });

        await node.WaitForAsync(task, TaskState.Complete);

        foreach (var cursor in Cursors)
        {
            var read = (await node.StepAsync(task, "read_" + cursor.BatchId)).ResultJson;
            Assert.Equal(JsonSerializer.Serialize(cursor.StartCursor, StepJson.Options), read.GetProperty("start").GetString());
            Assert.Equal(JsonSerializer.Serialize(cursor.EndCursor, StepJson.Options), read.GetProperty("end").GetString());
            Assert.Equal(cursor.BatchSize, read.GetProperty("size").GetInt32());
        }
    }

    private static void Handlers(TaskerBuilder tasker)
    {
        tasker.AddHandler("cursors.cut", (_, _) => Task.FromResult(BatchOutcome.CreateBatches("read", Cursors, 100)));
        tasker.AddHandler("cursors.read", (context, _) =>
        {
            var batch = BatchInputs.Of(context);
            var (start, end) = batch.BatchId switch
            {
                "int" => Again<int>(batch),
                "long" => Again<long>(batch),
                "text" => Again<string>(batch),
                "time" => Again<DateTimeOffset>(batch),
                "object" => Again<Place>(batch),
                var other => throw new InvalidOperationException(other),
            };
            return Task.FromResult(StepOutcome.Success(new { start, end, size = batch.BatchSize }));
        });
        tasker.AddHandler("cursors.join", (_, _) => Task.FromResult(StepOutcome.Success()));
    }

    // Read as its type and written again: what does not fit the type shows.
    private static (string Start, string End) Again<T>(BatchInputs batch) =>
        (JsonSerializer.Serialize(batch.Start<T>(), StepJson.Options), JsonSerializer.Serialize(batch.End<T>(), StepJson.Options));

    private sealed record Place(string Shelf, int Row, int[] Slots);
}
