using System.Text.Json;
using Tasker.Data.DeadLetters;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Xunit;

namespace Tasker.Tests.Data.DeadLetters;

/// <summary>A step that fails for good brings its task's entry with it, in the same commit.</summary>
public sealed class FailedEntriesTests : DeadLetterDatabase
{
    [Theory]
    [Trait("Feature", "F117")]
    [InlineData("AttemptsExhausted", "handler_error", "max_retries_exceeded")]
    [InlineData("AttemptsExhausted", "worker_lost", "worker_unavailable")]
    [InlineData("StepNotRetryable", "worker_lost", "worker_unavailable")]
    [InlineData("ErrorNotRetryable", "handler_not_found", "worker_unavailable")]
    [InlineData("ErrorNotRetryable", "validation_error", null)]
    [InlineData("StepNotRetryable", "handler_error", null)]
    public async Task Fail_ForGood_EntersByReason(string because, string type, string? reason)
    {
        var task = await TaskAsync(await TemplateAsync(2, []), places: 2);

        var result = await FailAsync(task.Step(0), because, type);

        Assert.Equal(reason is null ? [] : [(task, reason)], result.DeadLetters);
        Assert.Equal(reason, (await EntryAsync(task))?.Item.Reason);
        await AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Accept_AttemptsExhausted_EntersToo()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await HandOverAsync(task.Step(0), StepState.Error);
        await using var connection = await Engine.OpenConnectionAsync();

        var result = await FlowWriter.AcceptAsync(
            connection, Node,
            [new StepEnd(task, 0, 1, StepState.Error, null, """{"error_type": "x", "final_because": "AttemptsExhausted"}""", default, default, false)], default);

        Assert.Equal([(task, DeadLetterReasons.MaxRetriesExceeded)], result.DeadLetters);
    }

    [Theory]
    [Trait("Feature", "F117")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Growth_EndsInError_EntersToo(bool isHandedOver)
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        if (isHandedOver) await HandOverAsync(task.Step(0), StepState.Complete);
        await using var connection = await Engine.OpenConnectionAsync();
        var end = new StepEnd(task, 0, 1, StepState.Error, null, """{"error_type": "x", "final_because": "AttemptsExhausted"}""", default, default, false);

        var result = isHandedOver
            ? await GrowthWriter.AcceptWithNewStepsAsync(connection, Node, end, Growth.None, default)
            : await GrowthWriter.AdvanceWithNewStepsAsync(connection, Node, end, Growth.None, 0, default);

        Assert.Equal([(task, DeadLetterReasons.MaxRetriesExceeded)], result.DeadLetters);
        await AssertConsistentAsync();
    }

    [Fact]
    [Trait("Feature", "F117")]
    public async Task Reap_DeadNodesAttempt_EntersToo()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), places: 1);
        await using var connection = await Engine.OpenConnectionAsync();

        var result = await FlowWriter.EndForDeadNodeAsync(
            connection, Node, Node,
            [new StepEnd(task, 0, 1, StepState.Error, null, """{"error_type": "worker_lost", "final_because": "AttemptsExhausted"}""", default, default, false)],
            default);

        Assert.Equal([(task, DeadLetterReasons.WorkerUnavailable)], result.DeadLetters);
    }

    [Fact]
    [Trait("Feature", "F118")]
    public async Task Fail_SecondStepOfATask_MakesNoSecondEntry()
    {
        var task = await TaskAsync(await TemplateAsync(2, []), places: 2);
        await FailAsync(task.Step(0));

        Assert.Empty((await FailAsync(task.Step(1))).DeadLetters);

        Assert.Equal(1, await ScalarAsync<long>("select count(*) from tasker.tasks_dlq"));
    }

    [Fact]
    [Trait("Feature", "F118")]
    public async Task Fail_OldFailureWasDecided_OnlyANewOneEntersAgain()
    {
        var task = await TaskAsync(await TemplateAsync(2, []), places: 2);
        await FailAsync(task.Step(0));
        await ExecuteAsync("update tasker.tasks_dlq set resolution = 'cancelled', resolved_by = 'user:ana', resolved_at = clock_timestamp()");

        Assert.Equal(0, await ScalarAsync<long>($"select count(*) from tasker.enter_failed(array['{task}', '{task}']::uuid[], array[0, 1])"));
        Assert.Single((await FailAsync(task.Step(1))).DeadLetters);
    }

    [Fact]
    [Trait("Feature", "F118")]
    public async Task Snapshot_FailedTask_HasStepsTransitionsAndErrorsButNoPayloadsOrSecrets()
    {
        var task = await TaskAsync(await TemplateAsync(3, [(0, 1), (1, 2)]), places: 1);
        await ExecuteAsync($$"""update tasker.tasks set context = '{"card": "4111-context"}' where task_id = '{{task}}'""");
        await EndAsync(task.Step(0), StepState.Complete, places: 1);

        await FailAsync(task.Step(1), message: "login failed: password=hunter2 at postgres://app:s3cret@db/x with Authorization: Bearer abc.def-1, api_key: 'K9'");

        var entry = (await EntryAsync(task))!;
        var snapshot = JsonElement.Parse(entry.Snapshot.Json);
        var steps = snapshot.GetProperty("steps").EnumerateArray().Select(s => (s.GetProperty("name").GetString(), s.GetProperty("state").GetString()));
        Assert.Equal([("step_0", "complete"), ("step_1", "error"), ("step_2", "pending")], steps);
        Assert.Contains(
            snapshot.GetProperty("transitions").EnumerateArray(),
            m => m.TryGetProperty("step_no", out var no) && no.GetInt32() == 1 && m.GetProperty("path").EnumerateArray().Last().GetString() == "error");
        var error = Assert.Single(snapshot.GetProperty("errors").EnumerateArray());
        Assert.Equal((1, "handler_error"), (error.GetProperty("step_no").GetInt32(), error.GetProperty("error_type").GetString()));
        Assert.StartsWith("login failed: password=[removed] at postgres://app:[removed]@db/x", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("hunter2|s3cret|abc\\.def|K9|4111", entry.Snapshot.Json + entry.Item.Cause);
        Assert.Equal("blocked_by_failures", entry.Item.OriginalState);
        Assert.Equal("step_1", JsonElement.Parse(entry.Item.Cause).GetProperty("step").GetString());
    }

    [Fact]
    [Trait("Feature", "F118")]
    public async Task Snapshot_LargeTask_IsBoundedAndSaysWhatIsMissing()
    {
        var task = await TaskAsync(await TemplateAsync(450, []), places: 450);
        foreach (var no in Enumerable.Range(100, 30)) await FailAsync(task.Step(no), "ErrorNotRetryable", message: new string('x', 10_000));

        await FailAsync(task.Step(449), message: new string('y', 10_000));

        var entry = (await EntryAsync(task))!;
        var snapshot = JsonElement.Parse(entry.Snapshot.Json);
        Assert.Equal((200, 200, 20), (Count("steps"), Count("transitions"), Count("errors")));
        Assert.Equal((250, 11), (Omitted("steps"), Omitted("errors")));
        Assert.True(Omitted("transitions") > 200);
        Assert.Contains(snapshot.GetProperty("steps").EnumerateArray(), s => s.GetProperty("step_no").GetInt32() == 449);
        Assert.InRange(entry.Snapshot.Length, 1, 300_000);

        int Count(string part) => snapshot.GetProperty(part).GetArrayLength();
        int Omitted(string part) => snapshot.GetProperty("omitted").GetProperty(part).GetInt32();
    }

    [Fact]
    [Trait("Feature", "F119")]
    public async Task Queue_ByScore_ReasonsWeighAsMinutes()
    {
        var template = await TemplateAsync(1, []);
        var entered = new (string Reason, int MinutesAgo)[]
        {
            ("manual_dlq", 480), ("worker_unavailable", 0), ("staleness_timeout", 0), ("max_retries_exceeded", 0), ("dependency_cycle_detected", 0),
            ("staleness_timeout", 405),
        };
        foreach (var (reason, ago) in entered)
        {
            var task = await TaskAsync(template);
            await ExecuteAsync($"select tasker.enter_dead_letter('{task}', '{reason}', null)");
            await ExecuteAsync($"update tasker.tasks_dlq set entered_at = entered_at - interval '{ago} minutes' where task_id = '{task}'");
        }

        var queue = (await Reads.QueueAsync(new DeadLetterFilter(), null, moreUrgent: false, 10, default)).Items;

        Assert.Equal([1000, 505, 500, 490, 100, 50], queue.Select(i => (int)Math.Round(i.PriorityScore)));
        Assert.Equal(queue.Select(i => i.EntryId), await ScalarAsync<Guid[]>("select array_agg(entry_id) from tasker.dlq_investigation_queue"));
        var second = (await Reads.QueueAsync(new DeadLetterFilter(), queue[1].EntryId, moreUrgent: false, 2, default)).Items;
        Assert.Equal([queue[2].EntryId, queue[3].EntryId], second.Select(i => i.EntryId));
        var back = (await Reads.QueueAsync(new DeadLetterFilter(), queue[2].EntryId, moreUrgent: true, 2, default)).Items;
        Assert.Equal([queue[1].EntryId, queue[0].EntryId], back.Select(i => i.EntryId));
    }

    [Fact]
    [Trait("Feature", "F119")]
    public async Task Stats_ByReason_CountsEachStatusAndPendingTimeUntilNow()
    {
        var template = await TemplateAsync(1, []);
        foreach (var (resolution, minutes, resolvedAfter) in new[] { ("pending", 120, 0), ("manually_resolved", 600, 30), ("permanently_failed", 600, 90), ("cancelled", 600, 60) })
        {
            var task = await TaskAsync(template);
            await ExecuteAsync(
                $"""
                select tasker.enter_dead_letter('{task}', 'manual_dlq', null);
                update tasker.tasks_dlq set entered_at = clock_timestamp() - interval '{minutes} minutes', resolution = '{resolution}',
                    resolved_by = case when '{resolution}' <> 'pending' then 'user:ana' end,
                    resolved_at = case when '{resolution}' <> 'pending' then clock_timestamp() - interval '{minutes - resolvedAfter} minutes' end
                where task_id = '{task}'
                """);
        }

        var stats = await Reads.StatsAsync(default);

        Assert.Equal(DeadLetterReasons.All, stats.Select(s => s.Reason));
        var manual = stats.Single(s => s.Reason == "manual_dlq");
        Assert.Equal((4L, 1L, 1L, 1L, 1L), (manual.Total, manual.Pending, manual.ManuallyResolved, manual.PermanentFailures, manual.Cancelled));
        Assert.Equal(75, manual.AverageResolutionMinutes!.Value, 0.5);
        Assert.Equal((0L, null), (stats[0].Total, stats[0].AverageResolutionMinutes));
    }
}
