using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Checks;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>A step is sent back while another that does not depend on it runs, on a node that remembers what the step gave before.</summary>
[Trait("Feature", "F122")]
public sealed class ResetBesideRunningTests(EngineFixture database) : IClassFixture<EngineFixture>, IDisposable
{
    private const string Beside = """
        name: beside
        namespace_name: resets
        version: "1.0.0"
        steps:
          - { name: long, handler: { callable: resets.long } }
          - { name: again, handler: { callable: resets.again } }
          - { name: both, dependencies: [long, again], handler: { callable: resets.both } }
        """;

    private const string Other = """
        name: other
        namespace_name: resets
        version: "1.0.0"
        identity_strategy: always_unique
        steps:
          - { name: other, handler: { callable: resets.other } }
        """;

    private readonly SemaphoreSlim _started = new(0);
    private readonly TaskCompletionSource _long = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _other = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    public void Dispose() => _started.Dispose();

    [Theory]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task RetryDownstream_ANodeRemembersTheOldResult_ChildReadsTheNewOne(string path)
    {
        await using var first = await StartAsync(path);
        await first.PublishAsync(Beside);
        await first.PublishAsync(Other);
        var task = await first.SubmitAsync("resets", "beside", new { path });
        await first.WaitForStepAsync(task, "again", StepState.Complete);
        await first.SubmitAsync("resets", "other", new { path });
        // Both places of the first node are taken: the other one has to run the step that is sent back.
        for (var running = 0; running < 2; running++) Assert.True(await _started.WaitAsync(TaskerHarness.Patience));
        await using var second = await StartAsync(path);

        var outcome = await first.Services.GetRequiredService<RetryDownstream>().HandleAsync(
            new RetryInputsRequest { StepId = task.Step(1), Actor = "user:ana", Reason = "because" }, CancellationToken.None);
        Assert.Equal(new OperatorOutcome.Applied("enqueued"), outcome);
        await first.WaitForStepAsync(task, "again", StepState.Complete);
        _long.SetResult();

        await first.WaitForAsync(task, TaskState.Complete);
        Assert.Equal("""{"read": 2}""", (await first.StepAsync(task, "both")).Result);
        _other.SetResult();
        await TaskerHarness.UntilAsync(() => first.ScalarAsync<long>("select count(*) from tasker.tasks where phase = 0"), open => open == 0);
        Assert.Empty(await Checker.RunAsync(first.Data.Console, quiescent: true, CancellationToken.None));
    }

    private Task<TaskerHarness> StartAsync(string path) => TaskerHarness.StartAsync(database.ConnectionString, Build, settings =>
    {
        settings["Tasker:Engine:Path"] = path;
        // Two running steps leave no place for one from the queue, but one for a successor.
        (settings["Tasker:Worker:Concurrency"], settings["Tasker:Worker:MaxHeld"]) = ("2", "4");
    });

    private void Build(TaskerBuilder tasker)
    {
        tasker.Services.AddTaskerOperations();
        tasker
            .AddHandler("resets.long", (_, ct) => HoldAsync(_long, ct))
            .AddHandler("resets.other", (_, ct) => HoldAsync(_other, ct))
            .AddHandler("resets.again", (_, _) => Task.FromResult(StepOutcome.Success(new { run = Interlocked.Increment(ref _runs) })))
            .AddHandler("resets.both", (context, _) => Task.FromResult(StepOutcome.Success(new { read = context.Results["again"].GetProperty("run").GetInt32() })));
    }

    private async Task<StepOutcome> HoldAsync(TaskCompletionSource until, CancellationToken ct)
    {
        _started.Release();
        await until.Task.WaitAsync(ct);
        return StepOutcome.Success(new { });
    }
}
