using Tasker.Data.Operators;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Runtime.Operations;

/// <summary>
/// Does one act to many tasks, in batches that are a commit each. Every task has an outcome of its own; that one could not be acted on says
/// nothing about the others.
/// </summary>
public sealed class BulkTasks
{
    /// <summary>Tasks in one call, at most.</summary>
    public const int Most = 1000;

    /// <summary>Characters of a key, at most: each task's own key is made of it.</summary>
    public const int MostKey = 90;

    private const int Batch = 50;

    // Each page is a bounded search of its own; with a filter that fits next to nothing it may come back empty.
    private const int MostPages = 40;

    private readonly OperatorActs _acts;
    private readonly TaskBrowser _tasks;

    internal BulkTasks(OperatorActs acts, TaskBrowser tasks) => (_acts, _tasks) = (acts, tasks);

    /// <summary>Does it.</summary>
    /// <param name="request">What, to which tasks, who and why.</param>
    /// <param name="ct">Cancels after the batch under way; what was committed stays.</param>
    public async Task<BulkResult> HandleAsync(BulkRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Problem(request) is { } problem) return new BulkResult([], More: false, problem);
        IReadOnlyList<TaskId> tasks = [.. request.Tasks.Distinct()];
        var (more, unfit) = (false, default(string));
        if (request.Filter is { } filter)
        {
            (var found, more, unfit) = await FindAsync(filter, request.Most, ct);
            tasks = [.. found.Select(t => t.TaskId)];
        }

        if (unfit is not null) return new BulkResult([], More: false, unfit);
        var act = ActOf(request);
        var items = new List<(TaskId, OperatorOutcome)>(tasks.Count);
        foreach (var batch in tasks.Chunk(Batch))
        {
            List<TaskActRequest> requests = [.. batch.Select(task => Single(request, task))];
            var outcomes = await _acts.ApplyAsync(act, requests, ct);
            items.AddRange(batch.Zip(outcomes));
        }

        return new BulkResult(items, more, null);
    }

    /// <summary>What <see cref="HandleAsync"/> would find and do now; nothing is done. Actor, reason and key do not matter.</summary>
    /// <param name="request">What, to which tasks.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<BulkPreview> PreviewAsync(BulkRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ScopeProblem(request) is { } problem) return new BulkPreview([], [], More: false, problem);
        var found = new List<TaskListItem>();
        var more = false;
        if (request.Filter is { } filter)
        {
            (found, more, var unfit) = await FindAsync(filter, request.Most, ct);
            if (unfit is not null) return new BulkPreview([], [], More: false, unfit);
        }
        else
        {
            foreach (var part in request.Tasks.Distinct().Chunk(PageRequest.MostRows)) found.AddRange(await _tasks.RefreshAsync(part, ct));
        }

        var judged = found.Select(task => (task.TaskId, WhyNot: WhyNot(request, task))).ToList();
        judged.AddRange(request.Tasks.Distinct().Except(found.Select(task => task.TaskId)).Select(task => (task, (string?)"does not exist")));
        return new BulkPreview(
            [.. judged.Where(j => j.WhyNot is null).Select(j => j.TaskId)],
            [.. judged.Where(j => j.WhyNot is not null).GroupBy(j => j.WhyNot!).Select(g => new BulkUnfit(g.Key, g.Count())).OrderByDescending(u => u.Tasks)],
            more, null);
    }

    private static string? WhyNot(BulkRequest request, TaskListItem task) =>
        request.ExpectedState is { } expected && task.State != expected.Text() ? $"is {task.State}" : OperatorChoices.WhyNot(request.Act, task);

    private static string? Problem(BulkRequest request)
    {
        if (RequestCheck.Problem(request.Actor, request.Reason, request.IdempotencyKey) is { } problem) return problem;
        return request.IdempotencyKey is { Length: > MostKey } ? $"the idempotency key is longer than {MostKey} characters" : ScopeProblem(request);
    }

    private static string? ScopeProblem(BulkRequest request)
    {
        if (request.Tasks.Count > 0 == request.Filter is not null) return "either tasks or a filter is required, and not both";
        if (request.Tasks.Count > Most) return $"{request.Tasks.Count} tasks are named; at most {Most} are allowed";
        if (request.Most is < 1 or > Most) return $"the most tasks of a filter have to be 1 to {Most}";
        // One act on everything there is is hardly ever meant.
        return request.Filter is { } filter && IsEmpty(filter) ? "the filter does not restrict anything" : null;
    }

    private static bool IsEmpty(TaskFilter filter) =>
        filter.States.Count == 0
        && new[] { filter.Template, filter.Version, filter.Namespace, filter.Initiator, filter.SourceSystem, filter.Id }.All(string.IsNullOrWhiteSpace)
        && filter.CreatedFrom is null && filter.CreatedTo is null;

    private static OperatorAct ActOf(BulkRequest request) => request.Act switch
    {
        BulkAct.Cancel => CancelTask.Act(request.Actor, request.Reason),
        BulkAct.Retry => RetryAllFailed.Act(request.Actor, request.Reason),
        BulkAct.Resolve => ResolveTask.Act(request.Actor, request.Reason),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.Act, "not an act"),
    };

    private static TaskActRequest Single(BulkRequest request, TaskId task) => new()
    {
        TaskId = task,
        Actor = request.Actor,
        Reason = request.Reason,
        ExpectedState = request.ExpectedState,
        IdempotencyKey = request.IdempotencyKey is { } key ? $"{key}/{task}" : null,
    };

    // All are found before the first is acted on, so that an act does not change what the filter fits.
    private async Task<(List<TaskListItem> Tasks, bool More, string? Problem)> FindAsync(TaskFilter filter, int most, CancellationToken ct)
    {
        var found = new List<TaskListItem>();
        string? cursor = null;
        var pages = 0;
        do
        {
            pages++;
            var page = await _tasks.ListAsync(filter, new PageRequest(PageRequest.MostRows, cursor), ct);
            if (page.Problem is { } problem) return ([], false, $"{problem.Field}: {problem.Message}");
            found.AddRange(page.Items);
            cursor = page.Older;
        }
        while (cursor is not null && found.Count <= most && pages < MostPages);
        return ([.. found.Take(most)], found.Count > most || cursor is not null, null);
    }
}
