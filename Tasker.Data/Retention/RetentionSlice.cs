using Tasker.Data.Workflow;

namespace Tasker.Data.Retention;

/// <summary>What one short transaction of retention did.</summary>
/// <param name="Last">The last task it looked at, where the next goes on; null at the end.</param>
/// <param name="Looked">Tasks looked at.</param>
/// <param name="Tasks">Tasks deleted.</param>
/// <param name="Steps">Their steps.</param>
/// <param name="History">Their rows of history.</param>
public sealed record RetentionSlice(TaskId? Last, int Looked, int Tasks, int Steps, int History);
