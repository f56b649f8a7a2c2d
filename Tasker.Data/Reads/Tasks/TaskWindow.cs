using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>Tasks that a question found.</summary>
/// <param name="Items">The rows in the order that was asked for.</param>
/// <param name="SearchedRows">How many rows were looked at when the search stopped at its bound; null when it did not.</param>
/// <param name="SearchedTo">The last of them: where to go on.</param>
public sealed record TaskWindow(IReadOnlyList<TaskListItem> Items, int? SearchedRows, TaskId? SearchedTo);
