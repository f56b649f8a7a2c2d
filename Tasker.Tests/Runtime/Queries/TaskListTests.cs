using System.Globalization;
using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Queries;

[Trait("Feature", "F100")]
public sealed class TaskListTests : BrowserTests
{
    private int _template;

    [Fact]
    public async Task ListAsync_ForwardsAndBackWhileOthersInsert_ShowsEveryTaskOnceInOrder()
    {
        var made = await ManyAsync(57);
        using var stop = new CancellationTokenSource();
        var inserting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await CreateAsync(0, NewTask(_template));
        });

        var (down, lastPage) = await WalkAsync(TaskFilter.All, new PageRequest(10), p => p.Older);
        var (up, _) = await WalkAsync(TaskFilter.All, new PageRequest(10, lastPage.Newer), p => p.Newer);
        await stop.CancelAsync();
        await inserting;

        var expected = made.Select(t => t.Value).ToHashSet();
        Assert.Equal(Newest(made), down.Where(t => expected.Contains(t.Value)));
        Assert.Equal(down.Count, down.Distinct().Count());
        var above = Newest(made)[..^lastPage.Items.Count];
        Assert.Equal(above, up.Where(t => expected.Contains(t.Value)).OrderByDescending(t => t.ToString(), StringComparer.Ordinal));
        Assert.Equal(up.Count, up.Distinct().Count());
    }

    [Fact]
    public async Task ListAsync_NewestPage_HasNothingNewerAndTheLastNothingOlder()
    {
        await ManyAsync(5);

        var first = await Tasks.ListAsync(TaskFilter.All, new PageRequest(3), default);
        var last = await Tasks.ListAsync(TaskFilter.All, new PageRequest(3, first.Older), default);
        var back = await Tasks.ListAsync(TaskFilter.All, new PageRequest(3, last.Newer), default);

        Assert.Equal((3, null, 2, null), (first.Items.Count, first.Newer, last.Items.Count, last.Older));
        Assert.Equal(first.Items, back.Items);
        Assert.Null(back.Newer);
        Assert.NotNull(back.Older);
    }

    [Fact]
    public async Task ListAsync_ChangedOrForeignCursor_IsRefusedWithAReason()
    {
        await ManyAsync(5);
        var cursor = (await Tasks.ListAsync(TaskFilter.All, new PageRequest(2), default)).Older!;

        var changed = await Tasks.ListAsync(TaskFilter.All, new PageRequest(2, "x" + cursor[1..]), default);
        var foreign = await Tasks.ListAsync(new TaskFilter { States = ["open"] }, new PageRequest(2, cursor), default);

        Assert.Equal(("cursor", 0), (changed.Problem!.Field, changed.Items.Count));
        Assert.Contains("another list", foreign.Problem!.Message);
    }

    [Fact]
    public async Task ListAsync_EachFilterAlone_FindsWhatBruteForceFinds()
    {
        var shop = (await PublishAsync(TemplateText.Minimal.Replace("namespace_name: tests", "namespace_name: shop").Replace("name: minimal", "name: order_create"))).TemplateId;
        var made = await ManyAsync(4);
        var others = new[] { NewTask(shop, "ann"), NewTask(shop) with { SourceSystem = "crm" } };
        await CreateAsync(0, others);
        var done = await CreateAsync(1, NewTask(shop, "bob"));
        await EndAsync(0, End(done.Claimed[0], StepState.Complete));
        var failed = await CreateAsync(1, NewTask(_template, "bob"));
        await EndAsync(0, End(failed.Claimed[0], StepState.Error));
        var retrying = await CreateAsync(1, NewTask(_template));
        await EndAsync(0, End(retrying.Claimed[0], StepState.WaitingForRetry));

        await FindsAsync(new TaskFilter { States = ["complete"] }, done.Created);
        await FindsAsync(new TaskFilter { States = ["problem"] }, failed.Created);
        await FindsAsync(new TaskFilter { States = ["waiting"] }, retrying.Created);
        await FindsAsync(new TaskFilter { States = ["open"] }, [.. made, .. others.Select(t => t.TaskId), .. retrying.Created]);
        await FindsAsync(new TaskFilter { States = ["complete", "waiting_for_retry"] }, [.. done.Created, .. retrying.Created]);
        await FindsAsync(new TaskFilter { Namespace = "shop" }, [.. others.Select(t => t.TaskId), .. done.Created]);
        await FindsAsync(new TaskFilter { Template = "order_*" }, [.. others.Select(t => t.TaskId), .. done.Created]);
        await FindsAsync(new TaskFilter { Template = "order_" }, []);
        await FindsAsync(new TaskFilter { Template = "order_create", States = ["ended"] }, done.Created);
        await FindsAsync(new TaskFilter { Template = "minimal", States = ["problem"], Initiator = "bob" }, failed.Created);
        await FindsAsync(new TaskFilter { Version = "9.9.9" }, []);
        await FindsAsync(new TaskFilter { Initiator = "ann" }, [others[0].TaskId]);
        await FindsAsync(new TaskFilter { SourceSystem = "crm" }, [others[1].TaskId]);
        await FindsAsync(new TaskFilter { Id = made[2].ToString() }, [made[2]]);
        await FindsAsync(new TaskFilter { Id = made[2].Step(3).ToString() }, [made[2]]);
        await FindsAsync(new TaskFilter { Id = made[2].ToString()[..30] }, [made[2]]);
    }

    [Fact]
    public async Task ListAsync_CreatedRange_HoldsTheTasksWhoseIdsWereMadeInIt()
    {
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var made = await ManyAsync(1);
        var old = NewTask(_template) with { TaskId = new TaskId(Guid.CreateVersion7(at)).Step(0).Task };
        await CreateAsync(0, old);

        await FindsAsync(new TaskFilter { CreatedFrom = at, CreatedTo = at.AddSeconds(1) }, [old.TaskId]);
        await FindsAsync(new TaskFilter { CreatedFrom = at.AddSeconds(1) }, made);
        await FindsAsync(new TaskFilter { CreatedTo = at }, []);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("id")]
    public async Task ListAsync_FilterThatMeansNothing_SaysWhichPart(string field)
    {
        var filter = field == "state" ? new TaskFilter { States = ["broken"] } : new TaskFilter { Id = "not-hex" };

        Assert.Equal(field, (await Tasks.ListAsync(filter, new PageRequest(), default)).Problem!.Field);
    }

    [Fact]
    public async Task FindAsync_FewHitsAmongMany_StopsAtItsBoundAndGoesOnFromThere()
    {
        await ManyAsync(30);
        var wanted = await CreateAsync(0, NewTask(_template, "rare"));
        await ManyAsync(30);
        var reads = new TaskReads(Source);
        var query = new TaskQuery { Initiator = "rare", SearchRows = 20 };

        var first = await reads.FindAsync(query, 5, default);
        var second = await reads.FindAsync(query with { Before = first.SearchedTo!.Value.Value }, 5, default);
        var third = await reads.FindAsync(query with { Before = second.SearchedTo!.Value.Value }, 5, default);

        Assert.Equal((0, 20), (first.Items.Count, first.SearchedRows));
        Assert.Equal(wanted.Created.Single(), Assert.Single(second.Items).TaskId);
        Assert.Equal((0, 20), (third.Items.Count, third.SearchedRows));
    }

    [Fact]
    public async Task CountAsync_SomeAndBoundedAndFromCounters_IsExactOrSaysNot()
    {
        await ManyAsync(12);
        var reads = new TaskReads(Source);

        Assert.Equal((12, true), await reads.CountAsync(new TaskQuery(), 100, default));
        Assert.Equal((11, false), await reads.CountAsync(new TaskQuery(), 10, default));
        Assert.Equal(new BoundedCount(12, true), await Tasks.CountAsync(new TaskFilter { States = ["open"] }, default));
        var counts = await Tasks.CountsAsync(default);
        Assert.Equal((12, 12), (counts.Tasks["steps_in_process"], counts.LiveSteps["enqueued"]));
        Assert.Equal(12, counts.TotalTasks);
    }

    private async Task<List<TaskId>> ManyAsync(int count)
    {
        _template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        NewTask[] tasks = [.. Enumerable.Range(0, count).Select(_ => NewTask(_template))];
        await CreateAsync(0, tasks);
        return [.. tasks.Select(t => t.TaskId)];
    }

    private async Task FindsAsync(TaskFilter filter, IEnumerable<TaskId> expected)
    {
        var page = await Tasks.ListAsync(filter, new PageRequest(), default);
        Assert.Null(page.Problem);
        Assert.Equal(Newest(expected), page.Items.Select(t => t.TaskId));
        Assert.Equal(new BoundedCount(page.Items.Count, true), await Tasks.CountAsync(filter, default));
    }

    private async Task<(List<TaskId> Tasks, KeysetPage<TaskListItem> Last)> WalkAsync(
        TaskFilter filter, PageRequest page, Func<KeysetPage<TaskListItem>, string?> next)
    {
        var seen = new List<TaskId>();
        while (true)
        {
            var got = await Tasks.ListAsync(filter, page, default);
            Assert.True(got.Items.Count > 0 || seen.Count > 0, string.Create(CultureInfo.InvariantCulture, $"empty page after {seen.Count}"));
            seen.AddRange(got.Items.Select(t => t.TaskId));
            if (next(got) is not { } cursor || seen.Count > 5_000) return (seen, got);
            page = page with { Cursor = cursor };
        }
    }

    private static List<TaskId> Newest(IEnumerable<TaskId> tasks) => [.. tasks.OrderByDescending(t => t.ToString(), StringComparer.Ordinal)];
}
