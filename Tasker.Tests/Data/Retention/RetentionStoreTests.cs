using Tasker.Data.Flow;
using Tasker.Data.Retention;
using Tasker.Data.Workflow;
using Tasker.Tests.Runtime.Operations;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Retention;

/// <summary>Only what ended long ago goes, whole, and the rest stays consistent.</summary>
[Trait("Feature", "F009")]
public sealed class RetentionStoreTests : FlowDatabase
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    [Fact]
    public async Task Delete_OldCompleteTask_GoesWithAllThatBelongsToIt()
    {
        var old = await CompleteAsync(daysAgo: 31);
        await ExecuteAsync($"insert into tasker.step_edges (task_id, from_no, to_no, name) values ('{old}', 0, 1, 'provides')");
        await ExecuteAsync($"insert into tasker.batches (task_id, worker_no, parallelism, strategy) values ('{old}', 1, 2, 1)");
        await ExecuteAsync($"insert into tasker.step_progress (task_id, step_no, attempt, percent, at) values ('{old}', 1, 1, 50, now())");
        await ExecuteAsync($"""
            insert into tasker.tasks_dlq (entry_id, task_id, original_state, reason, resolution, resolved_at, resolved_by, snapshot, entered_at)
            values (gen_random_uuid(), '{old}', 9, 'manual_dlq', 'manually_resolved', now(), 'user:ann', '{"{}"}', now())
            """);

        var slice = await DeleteAsync();

        Assert.Equal((1, 1, 2), (slice.Looked, slice.Tasks, slice.Steps));
        Assert.True(slice.History > 0);
        Assert.Equal(old, slice.Last);
        foreach (var table in (string[])["tasks", "steps", "step_edges", "transitions", "tasks_dlq", "batches", "step_progress"])
        {
            Assert.Equal(0, await ScalarAsync<long>($"select count(*) from tasker.{table} where task_id = '{old}'"));
        }

        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Delete_YoungOrOpen_Stays()
    {
        var young = await CompleteAsync(daysAgo: 29);
        var slow = await CompleteAsync(daysAgo: 31);
        await ExecuteAsync($"update tasker.tasks set completed_at = now() - interval '29 days' where task_id = '{slow}'");
        var open = await TaskAsync(await TemplateAsync(1, []), daysAgo: 400);
        var blocked = await TaskAsync(await TemplateAsync(1, []), daysAgo: 400, places: 1);
        await EndAsync(blocked.Step(0), StepState.Error);
        await AgeAsync(blocked, 400);
        Assert.Equal(TaskState.BlockedByFailures, await StateAsync(blocked));

        var slice = await DeleteAsync();

        // The young one is not even looked at: its id says that it is younger.
        Assert.Equal((1, 0), (slice.Looked, slice.Tasks));
        Assert.Equal(4, await ScalarAsync<long>($"select count(*) from tasker.tasks where task_id in ('{young}', '{slow}', '{open}', '{blocked}')"));
    }

    [Fact]
    public async Task Delete_OtherTerminalStates_EachByItsOwnPhase()
    {
        using var acts = new OperationsFixture(this);
        var cancelled = await TaskAsync(await TemplateAsync(2, []), daysAgo: 40);
        await acts.CancelAsync(cancelled);
        var resolved = await TaskAsync(await TemplateAsync(2, []), daysAgo: 40);
        await acts.ResolveAsync(resolved);
        foreach (var task in (TaskId[])[cancelled, resolved]) await AgeAsync(task, 40);
        await ExecuteAsync("update tasker.operator_commands set requested_at = requested_at - interval '40 days'");

        Assert.Equal(0, (await DeleteAsync()).Tasks);
        Assert.Equal(1, (await DeleteAsync(state: TaskState.Cancelled)).Tasks);
        Assert.Equal(1, (await DeleteAsync(state: TaskState.ResolvedManually)).Tasks);

        // The audit log outlives what it tells of.
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from tasker.operator_commands where outcome = 'applied'"));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Delete_UnderInvestigation_StaysUntilItWasDecided()
    {
        var old = await CompleteAsync(daysAgo: 31);
        await ExecuteAsync($"""
            insert into tasker.tasks_dlq (entry_id, task_id, original_state, reason, resolution, snapshot, entered_at)
            values (gen_random_uuid(), '{old}', 9, 'manual_dlq', 'pending', '{"{}"}', now())
            """);

        Assert.Equal(0, (await DeleteAsync()).Tasks);
        await ExecuteAsync("update tasker.tasks_dlq set resolution = 'permanently_failed', resolved_at = now(), resolved_by = 'user:ann'");
        Assert.Equal(1, (await DeleteAsync()).Tasks);
    }

    [Fact]
    public async Task Delete_SomebodyHoldsATask_PassesItOverAndDoesNotWait()
    {
        var held = await CompleteAsync(daysAgo: 33);
        var free = await CompleteAsync(daysAgo: 32);
        await using var other = await Engine.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = other.CreateCommand())
        {
            command.CommandText = $"select 1 from tasker.tasks where task_id = '{held}' for update";
            await command.ExecuteScalarAsync();
        }

        var slice = await DeleteAsync().WaitAsync(TaskerHarness.Patience);

        Assert.Equal((2, 1, free), (slice.Looked, slice.Tasks, slice.Last!.Value));
        await transaction.RollbackAsync();
        Assert.Equal(1, (await DeleteAsync()).Tasks);
    }

    [Fact]
    public async Task Delete_FourAtOnce_EachTaskOnce()
    {
        var template = await TemplateAsync(1, []);
        for (var i = 0; i < 60; i++) await CompleteAsync(daysAgo: 31 + i, template);

        var slices = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var (tasks, after) = (0, default(TaskId));
            while (true)
            {
                var slice = await RetentionStore.DeleteAsync(Engine, TaskState.Complete, after, Keep, 7, 1000, CancellationToken.None);
                tasks += slice.Tasks;
                if (slice.Last is not { } last) return tasks;
                after = last;
            }
        })));

        var left = await ScalarAsync<long>("select count(*) from tasker.tasks");
        Assert.Equal(60, slices.Sum() + left);
        Assert.True(left < 60);
        await AssertConsistentAsync();
        while ((await DeleteAsync()).Tasks > 0) { }
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from tasker.tasks"));
    }

    [Fact]
    public async Task Delete_TasksWithManySteps_AreFewerInATransaction()
    {
        var template = await TemplateAsync(5, []);
        for (var i = 0; i < 4; i++) await CompleteAsync(daysAgo: 31 + i, template, steps: 5);

        Assert.Equal(2, (await DeleteAsync(steps: 6)).Tasks);
        Assert.Equal(1, (await DeleteAsync(steps: 1)).Tasks);
    }

    [Fact]
    public async Task PurgeArchives_OldMessagesOfTheEngine_GoAndThoseOfOthersStay()
    {
        await ExecuteAsync("select pgmq.create('mine')");
        foreach (var queue in (string[])["a_worker_ops_queue", "a_mine"])
        {
            await ExecuteAsync($$"""
                insert into pgmq.{{queue}} (msg_id, archived_at, vt, message)
                select g, now() - g * interval '10 days', now(), '{}' from generate_series(1, 10) g
                """);
        }

        Assert.Equal(2, await RetentionStore.PurgeArchivesAsync(Engine, TimeSpan.FromDays(45), 2, CancellationToken.None));
        Assert.Equal(4, await RetentionStore.PurgeArchivesAsync(Engine, TimeSpan.FromDays(45), 100, CancellationToken.None));

        Assert.Equal(4, await ScalarAsync<long>("select count(*) from pgmq.a_worker_ops_queue"));
        Assert.Equal(10, await ScalarAsync<long>("select count(*) from pgmq.a_mine"));
    }

    [Fact]
    public async Task Document_ExportStatement_TellsOfEachTaskThatWillGo()
    {
        var old = await CompleteAsync(daysAgo: 24);
        await CompleteAsync(daysAgo: 3);
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "retention.md"));
        var sql = document.Split("```sql")[1].Split("```")[0];
        var select = sql[(sql.IndexOf('(', StringComparison.Ordinal) + 1)..sql.LastIndexOf(')')];

        var kept = await ScalarAsync<string>($$"""
            select string_agg(format('%s %s %s', j #>> '{task,task_id}', jsonb_array_length(j -> 'steps'), jsonb_array_length(j -> 'step_moves') > 2), ';')
            from ({{select}}) as x(j)
            """);

        Assert.Equal($"{old} 2 t", kept);
    }

    private Task<RetentionSlice> DeleteAsync(TaskState state = TaskState.Complete, int steps = 1000) =>
        RetentionStore.DeleteAsync(Engine, state, default, Keep, 100, steps, CancellationToken.None);

    private async Task<TaskId> CompleteAsync(int daysAgo, int? template = null, int? steps = null)
    {
        var id = await TaskAsync(template ?? await TemplateAsync(2, [(0, 1)]), daysAgo, places: 10);
        for (var step = 0; step < (steps ?? (template is null ? 2 : 1)); step++) await EndAsync(id.Step(step), StepState.Complete, places: 10);
        Assert.Equal(TaskState.Complete, await StateAsync(id));
        await AgeAsync(id, daysAgo);
        return id;
    }

    // A task whose id says when it was made.
    private async Task<TaskId> TaskAsync(int template, int daysAgo, int places = 0)
    {
        var id = new TaskId(StepId.WithNumber(Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-daysAgo)), 0));
        var task = new NewTask
        {
            TaskId = id,
            TemplateId = template,
            IdentityHash = null,
            Context = "{}",
            CorrelationId = id.Value,
            RequestedAt = TimeProvider.System.GetUtcNow(),
            MayClaim = places > 0,
        };
        await using var connection = await Engine.OpenConnectionAsync();
        await FlowWriter.WriteAsync(connection, Node, [task], [], places, CancellationToken.None);
        return id;
    }

    private async Task AgeAsync(TaskId task, int days)
    {
        await ExecuteAsync($"""
            update tasker.tasks set created_at = created_at - interval '{days} days', changed_at = changed_at - interval '{days} days',
                requested_at = requested_at - interval '{days} days', completed_at = completed_at - interval '{days} days'
            where task_id = '{task}'
            """);
        await ExecuteAsync($"""
            update tasker.steps set created_at = created_at - interval '{days} days', changed_at = changed_at - interval '{days} days'
            where task_id = '{task}'
            """);
        await ExecuteAsync($"update tasker.transitions set at = at - interval '{days} days' where task_id = '{task}'");
    }
}
