using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;
using Tasker.Runtime.DeadLetters;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.DeadLetters;

/// <summary>In a running engine, with real templates: under its lease, with its options, counted.</summary>
public sealed class StalenessDetectorTests : TestDatabase
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _fails = int.MaxValue;

    [Fact]
    [Trait("Feature", "F094")]
    public async Task Run_PublishedLifecycleFailsTheTask_StopsItsHandlerAndItCanBeRequeued()
    {
        await using var node = await StartAsync();
        await node.PublishAsync(Yaml("slow", "dlq.wait", "max_duration_minutes: 1, auto_fail_on_timeout: true"));
        var task = await node.SubmitAsync("dlq", "slow", new { });
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        await AgeAsync(node, task);

        Assert.True(await Detector(node).RunOnceAsync(CancellationToken.None));

        await _stopped.Task.WaitAsync(TaskerHarness.Patience);
        Assert.Equal(TaskState.Error, await node.StateAsync(task));
        Assert.Equal(StepState.Error, (await node.StepAsync(task, "a")).State);
        var entry = Assert.Single(await EntriesAsync(node));
        Assert.Equal((DeadLetterReasons.StalenessTimeout, "steps_in_process"), (entry.Reason, entry.OriginalState));
        var figures = node.Services.GetRequiredService<NodeFigures>().Read().DeadLetters!;
        Assert.Equal((1L, 1L, 1L, 1L), (figures.Runs, figures.Detected, figures.Failed, figures.Interrupted));
        Assert.Equal(1, figures.Entered[DeadLetterReasons.StalenessTimeout]);
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Run_DryRun_ReportsAndDoesNothing()
    {
        await using var node = await StartAsync(settings => settings["Tasker:Staleness:DryRun"] = "true");
        await node.PublishAsync(Yaml("slow", "dlq.wait", "max_duration_minutes: 1, auto_fail_on_timeout: true"));
        var task = await node.SubmitAsync("dlq", "slow", new { });
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        await AgeAsync(node, task);

        await Detector(node).RunOnceAsync(CancellationToken.None);
        var preview = await node.Services.GetRequiredService<StalenessBrowser>().PreviewAsync(CancellationToken.None);

        Assert.Equal(TaskState.StepsInProcess, await node.StateAsync(task));
        Assert.Empty(await EntriesAsync(node));
        Assert.Equal("would_transition_to_dlq_and_error", StalenessActions.Would(Assert.Single(preview.Planned)));
        var figures = node.Services.GetRequiredService<NodeFigures>().Read().DeadLetters!;
        Assert.Equal((1L, 1L, 1L, 0L), (figures.Runs, figures.DryRuns, figures.Detected, figures.Failed));
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Loop_ByInterval_RunsByItselfOnOneOfTwoNodes()
    {
        await using var one = await StartAsync(settings => settings["Tasker:Staleness:Interval"] = "00:00:01");
        await using var two = await StartAsync();
        await one.PublishAsync(Yaml("slow", "dlq.wait", "max_steps_in_process_minutes: 1"));
        var task = await one.SubmitAsync("dlq", "slow", new { });
        await _begun.Task.WaitAsync(TaskerHarness.Patience);
        await AgeAsync(one, task);

        await TaskerHarness.UntilAsync(() => EntriesAsync(one), entries => entries.Count == 1);

        Assert.False(await Detector(two).RunOnceAsync(CancellationToken.None));
        Assert.Equal(TaskState.StepsInProcess, await one.StateAsync(task));
    }

    [Fact]
    [Trait("Feature", "F116")]
    public async Task Loop_NotEnabled_DoesNotRun()
    {
        await using var node = await StartAsync(settings => settings["Tasker:Staleness:Enabled"] = "false");

        Assert.DoesNotContain("staleness", node.Services.GetRequiredService<NodeFigures>().Read().Loops.Select(l => l.Name));
    }

    [Theory]
    [Trait("Feature", "F117")]
    [Trait("Feature", "F121")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task Step_UsesUpItsAttempts_IsADeadLetterWhoseRequeueCompletesTheTask(string path)
    {
        await using var node = await StartAsync(settings => settings["Tasker:Engine:Path"] = path);
        await node.PublishAsync(Yaml("broken", "dlq.fail", "max_duration_minutes: 60"));
        _fails = 2;

        var task = await node.SubmitAsync("dlq", "broken", new { });

        await node.WaitForStepAsync(task, "a", StepState.Error);
        var entry = Assert.Single(await EntriesAsync(node));
        Assert.Equal(DeadLetterReasons.MaxRetriesExceeded, entry.Reason);
        Assert.Contains("\"attempts\": 2", entry.Cause, StringComparison.Ordinal);

        await node.Services.GetRequiredService<RequeueDeadLetter>().HandleAsync(
            new RequeueDeadLetterRequest { EntryId = entry.EntryId, Actor = "user:ana", Reason = "mended" }, CancellationToken.None);

        await node.WaitForAsync(task, TaskState.Complete);
        Assert.Equal("manually_resolved", Assert.Single(await EntriesAsync(node)).Resolution);
        Assert.Empty(await Tasker.Data.Checks.Checker.RunAsync(node.Data.Console, quiescent: true, CancellationToken.None));
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Step_NobodyHasItsHandler_IsWorkerUnavailable()
    {
        await using var node = await StartAsync();
        await node.PublishAsync(Yaml("homeless", "dlq.nobody", "max_duration_minutes: 60"));

        var task = await node.SubmitAsync("dlq", "homeless", new { });

        await node.WaitForStepAsync(task, "a", StepState.Error);
        Assert.Equal(DeadLetterReasons.WorkerUnavailable, Assert.Single(await EntriesAsync(node)).Reason);
    }

    private static string Yaml(string name, string callable, string lifecycle) => $$"""
        name: {{name}}
        namespace_name: dlq
        version: "1.0.0"
        lifecycle: { {{lifecycle}} }
        steps:
          - name: a
            handler: { callable: {{callable}} }
            timeout_seconds: 600
            retry: { max_attempts: 2, backoff: none }
        """;

    private static StalenessDetector Detector(TaskerHarness node) => node.Services.GetRequiredService<StalenessDetector>();

    private static Task AgeAsync(TaskerHarness node, TaskId task) => node.ExecuteAsync(
        """
        with tasks as (
            update tasker.tasks set created_at = created_at - interval '2 minutes', changed_at = changed_at - interval '2 minutes' where task_id = $1
        ), history as (
            update tasker.transitions set at = at - interval '2 minutes' where task_id = $1
        )
        update tasker.steps set created_at = created_at - interval '2 minutes', changed_at = changed_at - interval '2 minutes' where task_id = $1
        """,
        task.Value);

    private static async Task<IReadOnlyList<DeadLetterItem>> EntriesAsync(TaskerHarness node) =>
        (await new DeadLetterReads(node.Data).ListAsync(new DeadLetterFilter(), Guid.AllBitsSet, newer: false, 10, CancellationToken.None)).Items;

    private Task<TaskerHarness> StartAsync(Action<IDictionary<string, string?>>? settings = null) => TaskerHarness.StartAsync(
        ConnectionString,
        tasker =>
        {
            tasker.AddHandler("dlq.wait", WaitAsync);
            tasker.AddHandler("dlq.fail", (_, _) => Task.FromResult<StepOutcome>(
                Interlocked.Decrement(ref _fails) >= 0 ? StepOutcome.RetryableFailure("broken") : new StepOutcome.Succeeded("1")));
            tasker.Services.AddTaskerQueries();
            tasker.Services.AddTaskerOperations();
        },
        settings);

    private async Task<StepOutcome> WaitAsync(StepContext context, CancellationToken ct)
    {
        _begun.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            _stopped.TrySetResult();
        }

        return new StepOutcome.Succeeded("1");
    }
}
