using Tasker.Data.Pauses;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Readiness;
using Tasker.Runtime.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about tasks.</summary>
public sealed class TaskBrowser(
    TaskReads tasks, StepReads steps, HistoryReads history, CommandReads commands, TaskFilterResolver filters, TemplateCatalog catalog,
    WorkCounter counter, PauseReads pauses, TaskLinkReads links)
{
    private const int MostCounted = 10_000;
    private const int MostEdges = 20_000;
    private const int MostAttempts = 5_000;
    private const int MostRefreshed = 200;
    private const int MostReruns = 100;

    /// <summary>Tasks, newest first.</summary>
    public async Task<KeysetPage<TaskListItem>> ListAsync(TaskFilter filter, PageRequest page, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(page);
        var pager = new Pager(TaskFilterResolver.Scope(filter), page);
        if (pager.Open() is { } badCursor) return KeysetPage<TaskListItem>.Refused(badCursor);
        var (query, problem) = await filters.ResolveAsync(filter, ct);
        if (problem is not null) return KeysetPage<TaskListItem>.Refused(problem);
        if (query is null || From(query, pager) is not { } placed) return pager.Close<TaskListItem>([], Key);
        var found = await tasks.FindAsync(placed, pager.Ask, ct);
        return pager.Close(found.Items, Key, found.SearchedTo?.Value, found.SearchedRows);
    }

    /// <summary>How many tasks there are: exact from counters where one state or nothing is asked for, else counted up to 10,000.</summary>
    /// <returns>The count; zero for a filter that cannot be used (<see cref="ListAsync"/> says why).</returns>
    public async Task<BoundedCount> CountAsync(TaskFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (counter.TryCount(filter) is { } known) return new BoundedCount(known, IsExact: true);
        var (query, _) = await filters.ResolveAsync(filter, ct);
        if (query is null) return new BoundedCount(0, IsExact: true);
        var (count, exact) = await tasks.CountAsync(query, MostCounted, ct);
        return new BoundedCount(Math.Min(count, MostCounted), exact);
    }

    /// <summary>The named tasks as lists show them, in no order; for refreshing visible rows. At most 200 are looked up.</summary>
    public Task<IReadOnlyList<TaskListItem>> RefreshAsync(IReadOnlyCollection<TaskId> visible, CancellationToken ct) =>
        tasks.GetManyAsync([.. visible.Take(MostRefreshed)], ct);

    /// <summary>One task; null when there is none.</summary>
    public async Task<TaskDetail?> GetAsync(TaskId task, CancellationToken ct)
    {
        if (await tasks.GetAsync(task, ct) is not { } header) return null;
        var n = header.Steps;
        var (rerunOf, reruns) = await links.OfAsync(task, MostReruns, ct);
        var context = TaskExecutionContext.Evaluate(new StepCounts(
            n.Total, n.Pending, n.Enqueued, n.InProgress, n.HandedOver, n.WaitingForRetry, n.Completed, n.Failed, n.Cancelled, n.Ready));
        return new TaskDetail(
            header, n, Words.Of(context.Status), Words.Of(context.Action), context.CompletionPercentage, Words.Of(context.Health))
        {
            Pauses = await pauses.OfTaskAsync(task, ct),
            RerunOf = rerunOf,
            Reruns = reruns,
        };
    }

    /// <summary>Steps of a task by number, from <paramref name="afterNo"/> + 1; empty when there is no such task.</summary>
    public async Task<TaskSteps> StepsAsync(TaskId task, CancellationToken ct, int afterNo = -1)
    {
        if (await tasks.GetStateAsync(task, ct) is not { } state) return new TaskSteps([], IsCut: false);
        var template = await catalog.GetAsync(state.TemplateId, ct);
        var items = await steps.ListAsync(task, afterNo + 1, StepId.MaxStepNo, TaskSteps.MostSteps + 1, ct);
        return new TaskSteps([.. items.Take(TaskSteps.MostSteps).Select(s => s.Typed(template))], items.Count > TaskSteps.MostSteps);
    }

    /// <summary>The graph of the steps that exist; null when there is no such task.</summary>
    public async Task<TaskTopology?> TopologyAsync(TaskId task, CancellationToken ct)
    {
        if (await tasks.GetStateAsync(task, ct) is null) return null;
        var (items, cut) = await StepsAsync(task, ct);
        var edges = await steps.EdgesAsync(task, MostEdges + 1, ct);
        var shown = items.Select(s => s.No).ToHashSet();
        return new TaskTopology(
            [.. items.Select(s => new TopologyNode(s.No, s.Name, s.Type, s.Level, s.No != s.TemplateStepNo))],
            [.. edges.Take(MostEdges).Where(e => shown.Contains(e.From) && shown.Contains(e.To))],
            cut || edges.Count > MostEdges);
    }

    /// <summary>All moves of the task and its steps, newest first.</summary>
    public Task<KeysetPage<TransitionItem>> TransitionsAsync(TaskId task, PageRequest page, CancellationToken ct) =>
        HistoryPages.ReadAsync(history, task, stepNo: null, page, ct);

    /// <summary>All executions of all steps by start, at most 5,000: what a time line shows.</summary>
    public Task<IReadOnlyList<AttemptItem>> AttemptsAsync(TaskId task, CancellationToken ct) =>
        history.AttemptsAsync(task, stepNo: null, MostAttempts, ct);

    /// <summary>What people did with the task, newest first.</summary>
    public Task<KeysetPage<CommandItem>> CommandsAsync(TaskId task, PageRequest page, CancellationToken ct) =>
        CommandBrowser.ReadAsync(commands, task, page, ct);

    /// <summary>Tasks and live steps by state.</summary>
    public Task<StateCounts> CountsAsync(CancellationToken ct) => counter.ReadAsync(ct);

    private static Guid Key(TaskListItem item) => item.TaskId.Value;

    private static TaskQuery? From(TaskQuery query, Pager pager)
    {
        var place = (pager.Key, pager.IsNewer) switch
        {
            (null, _) => IdRange.All,
            ({ } key, true) => new IdRange(IdRange.After(key), Guid.AllBitsSet),
            ({ } key, false) => new IdRange(Guid.Empty, key),
        };
        var range = place.And(new IdRange(query.From, query.Before));
        return range.IsEmpty ? null : query with { From = range.From, Before = range.Before, Ascending = pager.IsNewer };
    }
}
