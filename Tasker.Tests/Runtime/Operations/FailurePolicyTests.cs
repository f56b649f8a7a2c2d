using Tasker.Data.Checks;
using Tasker.Data.Flow;
using Tasker.Data.Sweeps;
using Tasker.Data.Workflow;
using Tasker.Runtime.Maintenance;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>What becomes of a failed task: docs/failures.md.</summary>
public sealed class FailurePolicyTests(FlowDatabase database) : IClassFixture<FlowDatabase>
{
    [Theory]
    [Trait("Feature", "F020")]
    [InlineData("Local", "give_up_after_minutes: 0", TaskState.Error)]
    [InlineData("Distributed", "give_up_after_minutes: 0", TaskState.Error)]
    [InlineData("Local", "give_up_after_minutes: never", TaskState.BlockedByFailures)]
    [InlineData("Local", "failure_policy: stop", TaskState.Error)]
    public async Task FailedTask_ByItsTemplate_IsGivenUpAtOnceOrNever(string path, string lifecycle, TaskState expected)
    {
        await using var node = await StartAsync(path, s => s["Tasker:Failures:GiveUpAfter"] = "00:00:00");
        var task = await SubmitAsync(node, $"give_{path}_{lifecycle.Length}_{expected}".ToLowerInvariant(), lifecycle, "broken");

        await node.WaitForAsync(task, expected);

        Assert.NotNull(await node.Services.GetRequiredService<GiveUpJob>().RunOnceAsync(CancellationToken.None));
        Assert.Equal(expected, await node.StateAsync(task));
        if (expected == TaskState.Error)
        {
            Assert.Equal(
                "blocked_by_failures given up at once, as its failure policy says 1",
                await node.ScalarAsync<string>(
                    "select from_state || ' ' || (detail ->> 'reason') || ' ' || (detail ->> 'failed_steps') from tasker.task_transitions where task_id = $1 and to_no = 10",
                    task.Value));
        }

        await AssertConsistentAsync(node);
    }

    [Theory]
    [Trait("Feature", "F019")]
    [InlineData("stop", "Local", StepState.Pending)]
    [InlineData("stop", "Distributed", StepState.Pending)]
    [InlineData("finish_branches", "Local", StepState.Complete)]
    [InlineData("finish_branches", "Distributed", StepState.Complete)]
    public async Task IndependentBranch_ByPolicy_StopsOrFinishes(string policy, string path, StepState expected)
    {
        await using var node = await StartAsync(path);
        var name = $"branches_{policy}_{path}".ToLowerInvariant();
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: failing
            version: "1.0.0"
            lifecycle: { failure_policy: {{policy}}, give_up_after_minutes: never }
            steps:
              - { name: fails, handler: { callable: broken }, retry: { retryable: false, max_attempts: 1 } }
              - { name: beside, handler: { callable: after_failure } }
              - { name: below, handler: { callable: ok }, dependencies: [beside] }
            """);
        var task = await node.SubmitAsync("failing", name, new { });

        await node.WaitForAsync(task, TaskState.BlockedByFailures);

        Assert.Equal(StepState.Complete, (await node.StepAsync(task, "beside")).State);
        Assert.Equal(expected, (await node.StepAsync(task, "below")).State);
        await AssertConsistentAsync(node);
    }

    [Theory]
    [Trait("Feature", "F020")]
    [InlineData("Local")]
    [InlineData("Distributed")]
    public async Task OnlyABackOffIsLeft_OnBothPaths_ShowsWaitingForRetry(string path)
    {
        await using var node = await StartAsync(path);
        var task = await SubmitAsync(node, "backing_" + path.ToLowerInvariant(), "failure_policy: stop", "later");

        await node.WaitForAsync(task, TaskState.WaitingForRetry);

        Assert.Equal(StepState.WaitingForRetry, (await node.StepAsync(task, "only")).State);
        await AssertConsistentAsync(node);
    }

    [Fact]
    [Trait("Feature", "F020")]
    public async Task GiveUp_ByTheSystemsSetting_OnlyWhenTheTimeIsOver()
    {
        var (young, old) = (await BlockedAsync(), await BlockedAsync());
        await database.ExecuteAsync(
            $"""
            update tasker.transitions set at = at - interval '25 hours' where task_id = '{old}';
            update tasker.tasks set changed_at = changed_at - interval '25 hours', created_at = created_at - interval '25 hours' where task_id = '{old}';
            update tasker.steps set changed_at = changed_at - interval '25 hours', created_at = created_at - interval '25 hours' where task_id = '{old}'
            """);

        var (never, _) = await GiveUpStore.LookAsync(database.Engine, new TaskId(Guid.Empty), 1000, -1, default);
        var (due, last) = await GiveUpStore.LookAsync(database.Engine, new TaskId(Guid.Empty), 1000, 86_400, default);
        var gone = await GiveUpStore.GiveUpAsync(database.Engine, database.Node, [young, old], 86_400, default);

        Assert.DoesNotContain(old, never);
        Assert.Contains(old, due);
        Assert.DoesNotContain(young, due);
        Assert.NotNull(last);
        Assert.Equal([old], gone);
        Assert.Equal(TaskState.BlockedByFailures, await database.StateAsync(young));
        await database.AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F020")]
    public async Task GiveUp_RepairedMeanwhile_IsLeftAlone()
    {
        var task = await BlockedAsync();
        using var acts = new OperationsFixture(database);
        await acts.RetryAsync(task.Step(0));

        Assert.Empty(await GiveUpStore.GiveUpAsync(database.Engine, database.Node, [task], 0, default));

        Assert.Equal(TaskState.StepsInProcess, await database.StateAsync(task));
    }

    [Theory]
    [Trait("Feature", "F020")]
    [InlineData(TaskState.StepsInProcess)]
    [InlineData(TaskState.Error)]
    public async Task HeldBy_TaskInEachStateThatMayHoldAttempts_FindsThem(TaskState state)
    {
        var task = await database.TaskAsync(await database.TemplateAsync(1, []), places: 1);
        if (state == TaskState.Error)
        {
            await database.ExecuteAsync(
                $"""
                update tasker.tasks set state = 10, changed_at = clock_timestamp(), completed_at = clock_timestamp() where task_id = '{task}';
                insert into tasker.transitions (task_id, at, path) select '{task}', changed_at, '\x040a' from tasker.tasks where task_id = '{task}'
                """);
        }

        var held = await AttemptReader.HeldByAsync(database.Engine, database.Node, [], 1000, default);

        Assert.Contains(held, h => h.Step.TaskId == task);
        await database.EndAsync(task.Step(0), StepState.Complete);
        Assert.Equal(state == TaskState.Error ? TaskState.Error : TaskState.Complete, await database.StateAsync(task));
        await database.AssertConsistentAsync();
    }

    private async Task<TaskId> BlockedAsync()
    {
        var task = await database.TaskAsync(await database.TemplateAsync(2, [(0, 1)]), places: 1);
        await database.EndAsync(task.Step(0), StepState.Error);
        return task;
    }

    private Task<TaskerHarness> StartAsync(string path, Action<IDictionary<string, string?>>? settings = null)
    {
        var failed = new TaskCompletionSource();
        return TaskerHarness.StartAsync(
            database.ConnectionString,
            b =>
            {
                b.AddHandler("ok", (_, _) => Task.FromResult(StepOutcome.Success()));
                b.AddHandler("broken", (_, _) => Task.FromResult(StepOutcome.PermanentFailure("no")));
                b.AddHandler("later", (_, _) => Task.FromResult(StepOutcome.RetryableFailure("not yet", TimeSpan.FromHours(1))));
                b.AddHandler("after_failure", async (context, ct) =>
                {
                    await TaskerHarness.UntilAsync(
                        async () =>
                        {
                            await using var command = database.Data.Console.CreateCommand("select steps_failed from tasker.tasks where task_id = $1");
                            command.Parameters.AddWithValue(context.TaskId.Value);
                            return (int)(await command.ExecuteScalarAsync(ct))!;
                        },
                        n => n == 1);
                    return StepOutcome.Success();
                });
            },
            s =>
            {
                s["Tasker:Engine:Path"] = path;
                settings?.Invoke(s);
            });
    }

    private static async Task<TaskId> SubmitAsync(TaskerHarness node, string name, string lifecycle, string handler)
    {
        await node.PublishAsync($$"""
            name: {{name}}
            namespace_name: failing
            version: "1.0.0"
            lifecycle: { {{lifecycle}} }
            steps:
              - { name: only, handler: { callable: {{handler}} }, retry: { max_attempts: 3 } }
            """);
        return await node.SubmitAsync("failing", name, new { });
    }

    private static async Task AssertConsistentAsync(TaskerHarness node)
    {
        var violations = await Checker.RunAsync(node.Data.Console, quiescent: false, CancellationToken.None);
        Assert.True(violations.Count == 0, string.Join('\n', violations.Select(v => $"{v.Id} {v.Statement}: {string.Join(" ", v.Rows)}")));
    }
}
