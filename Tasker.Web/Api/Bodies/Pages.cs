using Tasker.Runtime.Queries;

namespace Tasker.Web.Api.Bodies;

/// <summary>Where the neighbouring pages are.</summary>
internal sealed record PaginationBody(string? NextCursor, string? PreviousCursor, bool HasNext, bool HasPrevious, int Limit, int? SearchedRows)
{
    public static PaginationBody Of<T>(KeysetPage<T> page, int limit) =>
        new(page.Older, page.Newer, page.Older is not null, page.Newer is not null, limit, page.SearchedRows);
}

/// <summary>A page of tasks, newest first.</summary>
internal sealed record TaskPageBody(IReadOnlyList<TaskBody> Tasks, PaginationBody Pagination);

/// <summary>A page of moves, newest first.</summary>
internal sealed record TransitionPageBody(IReadOnlyList<TransitionBody> Transitions, PaginationBody Pagination);

/// <summary>The steps of a task by number.</summary>
/// <param name="WorkflowSteps">The steps.</param>
/// <param name="NextAfter">When there are more: ask again with <c>after</c> set to this number.</param>
internal sealed record StepPageBody(IReadOnlyList<StepBody> WorkflowSteps, int? NextAfter);

/// <summary>A step's results.</summary>
internal sealed record StepAuditPageBody(IReadOnlyList<StepAuditBody> Audit);
