using Tasker.Data.Failures;
using Tasker.Data.Flow;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Data.Failures;

/// <summary>Clusters count exactly what the history holds, whatever is under way beside it.</summary>
[Trait("Feature", "FN01")]
public sealed class FailureFoldTests : FlowDatabase
{
    [Fact]
    public async Task Fold_FailuresOfTwoKinds_CountsEachInItsCluster()
    {
        var template = await TemplateAsync(2, []);
        var (a, b) = (await TaskAsync(template, 2), await TaskAsync(template, 2));
        await FailAsync(a.Step(0), "x");
        await FailAsync(b.Step(0), "x");
        await FailAsync(b.Step(1), "x");

        await FoldAsync();

        Assert.Equal([("step_0", 2, 2), ("step_1", 1, 1)], (await ClustersAsync()).Select(k => (k.Step, (int)k.Total, k.Open)).OrderBy(k => k.Step));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Fold_AgainAndAgain_CountsNothingTwice()
    {
        var template = await TemplateAsync(1, []);
        for (var i = 1; i <= 4; i++)
        {
            await FailAsync((await TaskAsync(template, 1)).Step(0), "x");
            await FoldAsync();
            await FoldAsync();

            Assert.Equal((i, i), Counts(Assert.Single(await ClustersAsync())));
        }
    }

    [Fact]
    public async Task Fold_TransactionCommitsLate_ItsFailureIsCountedAfterAll()
    {
        var template = await TemplateAsync(1, []);
        var (early, late) = (await TaskAsync(template, 1), await TaskAsync(template, 1));
        await using var connection = await Engine.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await FlowWriter.WriteAsync(connection, Node, [], [Failure(early.Step(0), "x")], 0, default);
        await FailAsync(late.Step(0), "x");
        for (var i = 0; i < 3; i++) await FoldAsync();
        Assert.Equal((1, 1), Counts(Assert.Single(await ClustersAsync())));

        await transaction.CommitAsync();
        await FoldAsync();

        Assert.Equal((2, 2), Counts(Assert.Single(await ClustersAsync())));
        for (var i = 0; i < 3; i++) await FoldAsync();
        Assert.Equal((2, 2), Counts(Assert.Single(await ClustersAsync())));
    }

    [Fact]
    public async Task Fold_IsRolledBack_TheNextOneCountsTheSame()
    {
        await FailAsync((await TaskAsync(await TemplateAsync(1, []), 1)).Step(0), "x");
        await using (var connection = await Engine.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var fold = connection.CreateCommand();
            fold.CommandText = "select failures from tasker.fold_failures(1000)";
            Assert.Equal(1, await fold.ExecuteScalarAsync());
        }

        await FoldAsync();

        Assert.Equal((1, 1), Counts(Assert.Single(await ClustersAsync())));
    }

    [Fact]
    public async Task Fold_StormBesideTwoFolders_CountsAllOfIt()
    {
        const int tasks = 2_500;
        var template = await TemplateAsync(4, []);
        await ExecuteAsync("update tasker.template_steps set name = name");
        await using var connection = await Engine.OpenConnectionAsync();
        var storm = Task.Run(async () =>
        {
            for (var page = 0; page < tasks / 250; page++)
            {
                var made = Enumerable.Range(0, 250).Select(_ => New(template)).ToList();
                await FlowWriter.WriteAsync(connection, Node, made, [], 1000, default);
                var ends = made.SelectMany(t => Enumerable.Range(0, 4).Select(s => Failure(t.TaskId.Step(s), "storm"))).ToList();
                Assert.Equal(1000, (await FlowWriter.WriteAsync(connection, Node, [], ends, 0, default)).Accepted.Count);
            }
        });
        var folders = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!storm.IsCompleted) await FailureFold.RunAsync(Engine, 777, default);
        }));
        await Task.WhenAll([storm, .. folders]);
        await FoldAsync();

        var clusters = await ClustersAsync();
        Assert.Equal([(tasks, tasks), (tasks, tasks), (tasks, tasks), (tasks, tasks)], clusters.Select(Counts));
        Assert.Equal(10_000, await ScalarAsync<long>("select count(*) from tasker.step_failures where is_open"));
        await AssertConsistentAsync();
    }

    [Fact]
    public async Task Fold_StepSucceedsLater_IsNoLongerOpenAndStaysAmongTheAffected()
    {
        var step = (await TaskAsync(await TemplateAsync(1, []), 1)).Step(0);
        await FailAsync(step, "x", StepState.WaitingForRetry);
        await FoldAsync();
        Assert.Equal((1, 1), Counts(Assert.Single(await ClustersAsync())));
        await StageRetriesAsync();
        await ClaimAsync(1);
        await EndAsync(step, StepState.Complete, attempt: 2);

        await FoldAsync();

        var cluster = Assert.Single(await ClustersAsync());
        Assert.Equal((1, 0), Counts(cluster));
        var (steps, more) = await Browser.StepsAsync(cluster.Id, null, onlyOpen: false, 50, default);
        Assert.Equal((step, "complete", false, false), (steps[0].StepId, steps[0].State, steps[0].IsOpen, more));
        Assert.Empty((await Browser.StepsAsync(cluster.Id, null, onlyOpen: true, 50, default)).Steps);
    }

    [Fact]
    public async Task Fold_FailsAndSucceedsWithinOneRange_IsCountedAndNotOpen()
    {
        var step = (await TaskAsync(await TemplateAsync(1, []), 1)).Step(0);
        await FailAsync(step, "x", StepState.WaitingForRetry);
        await StageRetriesAsync();
        await ClaimAsync(1);
        await EndAsync(step, StepState.Complete, attempt: 2);

        await FoldAsync();

        Assert.Equal((1, 0), Counts(Assert.Single(await ClustersAsync())));
    }

    [Fact]
    public async Task Fold_StepFailsInAnotherWay_MovesToTheOtherCluster()
    {
        var step = (await TaskAsync(await TemplateAsync(1, []), 1)).Step(0);
        await FailAsync(step, "x", StepState.WaitingForRetry);
        await FoldAsync();
        await StageRetriesAsync();
        await ClaimAsync(1);
        await FailAsync(step, "y", attempt: 2);

        await FoldAsync();

        Assert.Equal([("1:x", 1, 0), ("1:y", 1, 1)], (await ClustersAsync()).Select(k => (k.Fingerprint, (int)k.Total, k.Open)).OrderBy(k => k.Fingerprint));
    }

    [Fact]
    public async Task Fold_TaskIsCancelled_NothingOfItIsOpen()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await FailAsync(task.Step(0), "x");
        await FoldAsync();
        await ExecuteAsync($"""
            update tasker.tasks set state = 11 where task_id = '{task}';
            insert into tasker.transitions (task_id, at, path, actor) values ('{task}', clock_timestamp(), '\x080b', 'user:ann')
            """);

        await FoldAsync();

        Assert.Equal((1, 0), Counts(Assert.Single(await ClustersAsync())));
    }

    [Fact]
    public async Task Status_SetByPeople_IsConditionalAndReopensWhenTheFailureComesAgain()
    {
        var template = await TemplateAsync(1, []);
        await FailAsync((await TaskAsync(template, 1)).Step(0), "x");
        await FoldAsync();
        var act = new SetFailureStatus(new ClusterWriter(Data), TimeProvider.System);
        var request = new FailureStatusRequest
        {
            Cluster = Assert.Single(await ClustersAsync()).Id, Status = "resolved", ExpectedStatus = "open", Actor = "user:ann", Reason = "fixed in 1.2", IdempotencyKey = "k",
        };

        Assert.Equal(new OperatorOutcome.Applied("resolved"), await act.HandleAsync(request, default));
        Assert.IsType<OperatorOutcome.Replayed>(await act.HandleAsync(request, default));
        Assert.Equal(
            ("resolved", "user:ann"),
            Assert.IsType<OperatorOutcome.Conflict>(await act.HandleAsync(request with { IdempotencyKey = null }, default)) is var c ? (c.CurrentState, c.By) : default);
        Assert.IsType<OperatorOutcome.NotFound>(await act.HandleAsync(request with { IdempotencyKey = null, Cluster = 999 }, default));
        Assert.IsType<OperatorOutcome.Refused>(await act.HandleAsync(request with { IdempotencyKey = null, Status = "gone" }, default));

        await FailAsync((await TaskAsync(template, 1)).Step(0), "x");
        await FoldAsync();
        var again = Assert.Single(await ClustersAsync());
        Assert.Equal(("open", 1, 2L), (again.Status, again.Reopened, again.Total));

        var muted = request with { IdempotencyKey = null, Status = "muted", ExpectedStatus = null, Until = TimeProvider.System.GetUtcNow().AddHours(1) };
        Assert.Equal(new OperatorOutcome.Applied("muted"), await act.HandleAsync(muted, default));
        await FailAsync((await TaskAsync(template, 1)).Step(0), "x");
        await FoldAsync();
        Assert.Equal("muted", Assert.Single(await ClustersAsync()).Status);
        await ExecuteAsync("update tasker.failure_clusters set status_until = now() - interval '1 second'");
        Assert.Equal("open", Assert.Single(await ClustersAsync()).Status);
        Assert.Equal(2, await ScalarAsync<long>("select count(*) from tasker.operator_commands where kind = 'failures.status'"));
    }

    [Fact]
    public async Task List_Pages_BringEveryClusterOnce()
    {
        var task = await TaskAsync(await TemplateAsync(1, []), 1);
        await FailAsync(task.Step(0), "x");
        await FoldAsync();
        await ExecuteAsync("""
            insert into tasker.failure_clusters (fingerprint, namespace_id, template_name, step_name, sample_task_id, sample_step_no, first_seen, last_seen, total, open_count,
                reopened, status)
            select '1:' || n, k.namespace_id, k.template_name, k.step_name, k.sample_task_id, 0, now(), k.last_seen - n / 3 * interval '1 microsecond', 1, 0, 0, 'open'
            from tasker.failure_clusters k, generate_series(1, 9) n
            """);

        var seen = new List<int>();
        for (string? cursor = null; ;)
        {
            var page = await Browser.ListAsync(new ClusterQuery(), new PageRequest(4, cursor), default);
            seen.AddRange(page.Items.Select(k => k.Id));
            if ((cursor = page.Older) is null) break;
        }

        Assert.Equal((10, 10), (seen.Count, seen.Distinct().Count()));
        Assert.Empty((await Browser.ListAsync(new ClusterQuery(Template: "other"), new PageRequest(), default)).Items);
        Assert.Single((await Browser.ListAsync(new ClusterQuery(OnlyOpen: true), new PageRequest(), default)).Items);
    }

    private FailureBrowser Browser => new(new FailureReads(Data));

    private static (int Total, int Open) Counts(FailureCluster k) => ((int)k.Total, k.Open);

    private async Task<IReadOnlyList<FailureCluster>> ClustersAsync() => (await Browser.ListAsync(new ClusterQuery(), new PageRequest(), default)).Items;

    private async Task FoldAsync()
    {
        while ((await FailureFold.RunAsync(Engine, 1000, default)).More)
        {
            // To the end of what is there.
        }
    }

    private async Task FailAsync(StepId step, string kind, StepState state = StepState.Error, short attempt = 1)
    {
        await using var connection = await Engine.OpenConnectionAsync();
        Assert.Single((await FlowWriter.WriteAsync(connection, Node, [], [Failure(step, kind, state, attempt)], 0, default)).Accepted);
    }

    private static StepEnd Failure(StepId step, string kind, StepState state = StepState.Error, short attempt = 1) => new(
        step.Task, step.StepNo, attempt, state, null, $$"""{"error_type": "e", "message": "it broke", "fingerprint": "1:{{kind}}"}""", TimeSpan.Zero,
        TimeSpan.FromMilliseconds(1), MayClaim: false);

    private static NewTask New(int template)
    {
        var id = TaskId.New(TimeProvider.System);
        return new NewTask
        {
            TaskId = id, TemplateId = template, IdentityHash = null, Context = "{}", CorrelationId = id.Value, RequestedAt = TimeProvider.System.GetUtcNow(), MayClaim = true,
        };
    }
}
