using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Workflow;
using Tasker.Runtime.Events;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Events;

/// <summary>Which ending publishes what, which way, and when.</summary>
public sealed class DomainEventTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    private const string AllConditions = """
                  - { name: on.success, condition: success }
                  - { name: on.failure, condition: failure }
                  - { name: on.retryable, condition: retryable_failure }
                  - { name: on.permanent, condition: permanent_failure }
                  - { name: on.always, condition: always }
        """;

    [Theory]
    [Trait("Feature", "F125")]
    [InlineData("Local", 0, false, "on.always on.success")]
    [InlineData("Local", 1, false, "on.always on.always on.failure on.retryable on.success")]
    [InlineData("Local", 9, true, "on.always on.failure on.permanent")]
    [InlineData("Local", 9, false, "on.always on.always on.failure on.failure on.permanent on.retryable")]
    [InlineData("Distributed", 1, false, "on.always on.always on.failure on.retryable on.success")]
    [InlineData("Distributed", 9, true, "on.always on.failure on.permanent")]
    public async Task Conditions_AttemptsEnd_PublishExactlyTheirEvents(string path, int fails, bool permanent, string expected)
    {
        var name = $"cond_{path}_{fails}_{permanent}".ToLowerInvariant();
        await using var run = await EventRun.StartAsync(database.ConnectionString, name, AllConditions, path);

        await run.RunAsync(fails >= 9 ? TaskState.BlockedByFailures : TaskState.Complete, fails, permanent);
        await run.SettledAsync();

        var queue = await run.QueueAsync(expected.Split(' ').Length);
        Assert.Equal(expected, string.Join(' ', queue.Select(e => e.GetProperty("event_name").GetString()).Order(StringComparer.Ordinal)));
        Assert.Empty(run.Fast);
        Assert.Empty(await Checker.RunAsync(run.Node.Data.Console, quiescent: false, CancellationToken.None));
    }

    [Theory]
    [Trait("Feature", "F126")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Delivery_EachMode_GoesItsWayUnderOneId(string path)
    {
        var name = "modes_" + path.ToLowerInvariant();
        await using var run = await EventRun.StartAsync(database.ConnectionString, name, """
                  - { name: a.durable, delivery_mode: durable }
                  - { name: b.fast, delivery_mode: fast }
                  - { name: c.broadcast, delivery_mode: broadcast }
        """, path);

        var task = await run.RunAsync(TaskState.Complete, amount: 7);
        var queue = await run.QueueAsync(2);
        await run.FastAsync(2);

        Assert.Equal(["a.durable", "c.broadcast"], queue.Select(e => e.GetProperty("event_name").GetString()));
        Assert.Equal(["b.fast", "c.broadcast"], run.Fast.Select(e => e.EventName));
        Assert.Equal(run.Fast.Last().EventId, queue[1].GetProperty("event_id").GetGuid());
        Assert.Equal(run.Fast.Last().Metadata.CorrelationId, queue[1].GetProperty("metadata").GetProperty("correlation_id").GetGuid());
        var (payload, metadata) = (queue[0].GetProperty("payload"), queue[0].GetProperty("metadata"));
        Assert.Equal(7, payload.GetProperty("payload").GetProperty("amount").GetInt32());
        Assert.True(payload.GetProperty("execution_result").GetProperty("success").GetBoolean());
        Assert.Equal(
            await run.Node.ScalarAsync<double>("select (max(elapsed_us) / 1000.0)::double precision from tasker.step_attempts where task_id = $1", task.Value),
            payload.GetProperty("execution_result").GetProperty("execution_time_ms").GetDouble(), 0.001);
        Assert.Equal(("charge", task.Value), (metadata.GetProperty("step_name").GetString(), metadata.GetProperty("task_uuid").GetGuid()));
        Assert.Equal('7', queue[0].GetProperty("event_id").GetString()![14]);
        Assert.True(queue[0].GetProperty("position").GetInt64() < queue[1].GetProperty("position").GetInt64());
    }

    [Fact]
    [Trait("Feature", "F126")]
    [Trait("Feature", "F127")]
    public async Task Broadcast_SubscriberSeesIt_EndIsCommittedAndQueueHasItNotYet()
    {
        await using var run = await EventRun.StartAsync(database.ConnectionString, "order", "          - { name: c.broadcast, delivery_mode: broadcast }");
        var seen = new TaskCompletionSource<(short State, long Queued)>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Whoever publishes durable events waits for this lock, so what the queue holds now is what it held when the fast event went out.
        await using var connection = await run.Node.Data.Console.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "select pg_advisory_xact_lock(hashtext('tasker.domain_events'))";
            await hold.ExecuteNonQueryAsync();
        }

        run.Node.Services.GetRequiredService<DomainEventBus>().Subscribe("c.*", async (e, _) => seen.TrySetResult((
            await run.Node.ScalarAsync<short>("select state from tasker.steps where task_id = $1", e.Metadata.TaskUuid),
            await run.Node.ScalarAsync<long>("select count(*) from tasker.domain_events where event_id = $1 and state = 1", e.EventId))));
        await run.SubmitAsync();

        Assert.Equal(((short)StepState.Complete, 0), await seen.Task.WaitAsync(TaskerHarness.Patience));
        await transaction.RollbackAsync();
        Assert.Single(await run.QueueAsync(1));
    }

    [Fact]
    [Trait("Feature", "F125")]
    public async Task Schema_PayloadBreaksIt_IsKeptWithTheReasonAndGoesNowhere()
    {
        await using var run = await EventRun.StartAsync(database.ConnectionString, "schema", """
                  - { name: strict, delivery_mode: broadcast, schema: { type: object, properties: { amount: { maximum: 10 } } } }
                  - { name: loose, delivery_mode: broadcast }
        """);

        await run.RunAsync(TaskState.Complete, amount: 11);
        await run.SettledAsync();

        Assert.Equal(["loose"], (await run.QueueAsync(1)).Select(e => e.GetProperty("event_name").GetString()));
        await run.FastAsync(1);
        Assert.Equal(["loose"], run.Fast.Select(e => e.EventName));
        Assert.Contains("/amount", await run.Node.ScalarAsync<string>(
            "select error from tasker.domain_events where event_name = 'strict' and state = 3 and namespace_name = 'ev_schema'"), StringComparison.Ordinal);
        Assert.Equal(2, run.Stats.Read().SchemaErrors);
    }
}
