using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Messaging.Relay;
using Tasker.Tests.Support;
using Tasker.Web.Samples;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

/// <summary>The engine with a broker between its queue rows and its worker.</summary>
[Trait("Feature", "F045")]
[Trait("Category", "Broker")]
public sealed class BrokerFlowTests(RabbitMqBroker broker) : TestDatabase, IClassFixture<RabbitMqBroker>
{
    [Theory]
    [InlineData("RabbitMq")]
    [InlineData("InMemory")]
    public async Task Samples_ByWayOfABroker_Complete(string provider)
    {
        await using var tasker = await StartAsync(provider);

        var tasks = new List<TaskId>();
        for (var i = 0; i < 10; i++)
        {
            tasks.Add(await SubmitAsync(tasker, "linear", """{"even_number": 6}"""));
            tasks.Add(await SubmitAsync(tasker, "mixed_dag", """{"values": [1, 2, 3, 4, 100, 6]}"""));
        }

        foreach (var task in tasks) await tasker.WaitForAsync(task, TaskState.Complete);
        var stats = tasker.Services.GetRequiredService<RelayStats>().Read();
        Assert.True(stats.Claimed > 0, stats.ToString());
        await AssertConsistentAsync(tasker);
    }

    [Fact]
    [Trait("Feature", "F042")]
    public async Task BrokerKilledInTheMiddle_EveryTaskCompletes()
    {
        await using var tasker = await StartAsync("RabbitMq");
        // The queue must have some seconds of life behind it: RabbitMQ 3.10 cannot open a younger one after a kill (see KillAsync).
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(6);)
        {
            await tasker.WaitForAsync(await SubmitAsync(tasker, "linear", """{"even_number": 6}"""), TaskState.Complete);
        }

        var before = await SubmitManyAsync(tasker, 40);
        await tasker.WaitForAsync(before[0], TaskState.Complete);

        await broker.KillAsync();
        var meanwhile = await SubmitManyAsync(tasker, 20);
        await broker.StartAsync();
        var after = await SubmitManyAsync(tasker, 20);

        foreach (var task in before.Concat(meanwhile).Concat(after)) await tasker.WaitForAsync(task, TaskState.Complete);
        await AssertConsistentAsync(tasker);
    }

    [Fact]
    [Trait("Feature", "F043")]
    public async Task MessageOfAStepThatIsGone_IsDroppedAndCounted()
    {
        await using var tasker = await StartAsync("InMemory");
        var first = await SubmitAsync(tasker, "linear", """{"even_number": 6}""");
        await tasker.WaitForAsync(first, TaskState.Complete);
        var queue = tasker.Services.GetRequiredService<IMessageQueue>();
        // A message that was slow on its way to the first task may have come twice.
        var before = tasker.Services.GetRequiredService<RelayStats>().Read().Dropped;

        await queue.SendAsync("worker_samples_queue", [new StepMessage(1).ToOutgoing(), new("[]")], default);

        await TaskerHarness.UntilAsync(
            () => Task.FromResult(tasker.Services.GetRequiredService<RelayStats>().Read().Dropped), dropped => dropped > before);
        var archived = await TaskerHarness.UntilAsync(
            () => Task.FromResult(((InMemoryMessageQueue)queue).Archived("worker_samples_queue")), a => a.Count > 0);
        Assert.Equal("[]", Assert.Single(archived).Body);
    }

    [Fact]
    [Trait("Feature", "F043")]
    public async Task MessageReadTooOften_IsArchivedWithTheReason()
    {
        await using var tasker = await TaskerHarness.StartAsync(ConnectionString, settings: s =>
        {
            s["Tasker:Messaging:Provider"] = "InMemory";
            s["Tasker:Messaging:MaxReads"] = "1";
        });
        var queue = tasker.Services.GetRequiredService<IMessageQueue>();
        await queue.SendAsync("worker_late_queue", [new StepMessage(1).ToOutgoing()], default);
        var read = Assert.Single(await queue.ReceiveAsync("worker_late_queue", 1, TimeSpan.FromMinutes(1), TimeSpan.Zero, default));
        await queue.HideAsync("worker_late_queue", [read.Receipt], TimeSpan.Zero, default);

        // Only now the node learns that the queue is one of its own.
        await tasker.ExecuteAsync("insert into tasker.namespaces (name) values ('late')");
        await tasker.ExecuteAsync("select pgmq.create('worker_late_queue')");

        var archived = await TaskerHarness.UntilAsync(
            () => Task.FromResult(((InMemoryMessageQueue)queue).Archived("worker_late_queue")), a => a.Count > 0);
        Assert.Equal(ArchiveReasons.TooManyReads, Assert.Single(archived).Headers[ArchiveReasons.Header]);
    }

    private Task<TaskerHarness> StartAsync(string provider) => TaskerHarness.StartAsync(
        ConnectionString,
        t => t.AddSamples(),
        s =>
        {
            // Nothing is claimed in advance: every step goes by way of the broker.
            s["Tasker:Engine:Path"] = "Distributed";
            s["Tasker:Messaging:Provider"] = provider;
            s["Tasker:Messaging:Visibility"] = "00:00:03";
            if (provider == "RabbitMq")
            {
                s["Tasker:Messaging:RabbitMq:Uri"] = broker.Uri;
                s["Tasker:Messaging:RabbitMq:LongestPause"] = "00:00:00.5";
            }
        });

    private static async Task<List<TaskId>> SubmitManyAsync(TaskerHarness tasker, int count)
    {
        var tasks = new List<TaskId>();
        for (var i = 0; i < count; i++) tasks.Add(await SubmitAsync(tasker, "linear", """{"even_number": 6}"""));
        return tasks;
    }

    private static Task<TaskId> SubmitAsync(TaskerHarness tasker, string name, string context) =>
        tasker.SubmitAsync("samples", name, JsonSerializer.Deserialize<JsonElement>(context));

    private static async Task AssertConsistentAsync(TaskerHarness tasker)
    {
        var violations = await TaskerHarness.UntilAsync(
            () => Checker.RunAsync(tasker.Data.Console, quiescent: true, CancellationToken.None),
            found => found.Count == 0,
            found => string.Join('\n', found.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
        Assert.Empty(violations);
    }
}
