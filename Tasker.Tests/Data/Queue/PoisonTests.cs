using Tasker.Data.Operators;
using Tasker.Data.Queue;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Queue;

[Trait("Feature", "F043")]
public sealed class PoisonTests : FlowDatabase
{
    private ArchiveStore Archive => new(Data);

    [Fact]
    public async Task Claim_MessagesThatAreNone_AreArchivedAndTheStepIsClaimed()
    {
        await SendAsync("""{"step_uuid": "not one"}""");
        await SendAsync("[1, 2]");
        var task = await TaskAsync(await TemplateAsync(1, []));

        var claimed = await ClaimAsync(10);

        Assert.Equal(task, Assert.Single(claimed.Claimed).TaskId);
        Assert.Equal(["malformed", "malformed"], await ReasonsAsync());
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Claim_StepNotRunnable_IsArchivedWithTheReason()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await SendAsync($$"""{"task_uuid": "{{task}}", "step_uuid": "{{task.Step(0).Value}}"}""");

        var claimed = await ClaimAsync(10);

        Assert.Empty(claimed.Claimed);
        Assert.Equal(["not_runnable"], await ReasonsAsync());
        Assert.Equal(StepState.InProgress, await StateAsync(task.Step(0)));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task HandedOver_MessageThatIsNone_DoesNotStopTheOthers()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await ExecuteAsync("insert into pgmq.q_orchestration_step_results (vt, message) values (clock_timestamp(), '{\"step_uuid\": \"x\", \"attempt\": \"y\"}')");
        await HandOverAsync(task.Step(0), StepState.Complete);

        await using var connection = await Engine.OpenConnectionAsync();
        var (messages, taken) = await Tasker.Data.Flow.AttemptReader.TakeHandedOverAsync(connection, 10, default);

        Assert.Equal(task, Assert.Single(taken).Step.TaskId);
        // All that left the queue counts: a page of messages about nothing is a full page.
        Assert.Equal(2, messages);
        Assert.Equal(["malformed"], (await Archive.ListAsync("orchestration_step_results", long.MaxValue, 10, default))!.Select(m => m.Reason));
    }

    [Fact]
    public async Task Replay_StepWaitsWithoutMessage_PutsItBackOnce()
    {
        var task = await TaskAsync(await TemplateAsync(1, []));
        var id = await ScalarAsync<long>($"select msg_id from pgmq.q_{Queue}");
        await ExecuteAsync($"select pgmq.archive('{Queue}', {id})");
        var replay = new ReplayMessage(Archive, TimeProvider.System);

        var first = await replay.HandleAsync(Queue.Name, id, "user:ann", "looked at", default);
        var second = await replay.HandleAsync(Queue.Name, id, "user:ann", "looked at", default);

        Assert.IsType<OperatorOutcome.Applied>(first);
        Assert.IsType<OperatorOutcome.NotFound>(second);
        Assert.Equal(1, await MessagesAsync(task.Step(0)));
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'message.replay' and outcome = 'applied'"));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Replay_StepIsRunning_IsRefusedAndRecorded()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await SendAsync($$"""{"task_uuid": "{{task}}", "step_uuid": "{{task.Step(0).Value}}"}""");
        await ClaimAsync(10);
        var archived = Assert.Single((await Archive.ListAsync(Queue.Name, long.MaxValue, 10, default))!);

        var outcome = await new ReplayMessage(Archive, TimeProvider.System).HandleAsync(Queue.Name, archived.Id, "user:ann", "try", default);

        Assert.Equal("its step does not wait for a worker", Assert.IsType<OperatorOutcome.Refused>(outcome).Reason);
        Assert.Equal(0, await MessagesAsync(task.Step(0)));
        Assert.Equal(1L, await ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'message.replay' and outcome = 'refused'"));
    }

    [Fact]
    public async Task Replay_QueueOfSomebodyElse_GoesBackWithoutTheReason()
    {
        await ExecuteAsync("select pgmq.create('foreign')");
        var store = new QueueStore(Data);
        await store.SendAsync("foreign", [("1", """{"kind": "a"}""", TimeSpan.Zero)], default);
        var read = Assert.Single(await store.ReceiveAsync("foreign", 1, TimeSpan.FromMinutes(1), default));
        await store.ArchiveAsync("foreign", [(read.Id, read.Read)], "too_many_reads", default);

        await new ReplayMessage(Archive, TimeProvider.System).HandleAsync("foreign", read.Id, "user:ann", "again", default);

        Assert.Equal("""{"kind": "a"}""", Assert.Single(await store.ReceiveAsync("foreign", 1, TimeSpan.FromMinutes(1), default)).Headers);
        Assert.Empty((await Archive.ListAsync("foreign", long.MaxValue, 10, default))!);
    }

    [Theory]
    [InlineData("nothing_there")]
    [InlineData("x; drop schema tasker")]
    public async Task List_NoSuchQueue_SaysSo(string queue) => Assert.Null(await Archive.ListAsync(queue, long.MaxValue, 10, default));

    private Task SendAsync(string message) => ExecuteAsync($"select pgmq.send('{Queue}', '{message}'::jsonb)");

    private async Task<IEnumerable<string?>> ReasonsAsync() => (await Archive.ListAsync(Queue.Name, long.MaxValue, 10, default))!.Select(m => m.Reason);
}
