using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A batch of a task with how its workers stand.</summary>
/// <param name="Worker">The batch_worker step of the template.</param>
/// <param name="Parallelism">Workers that have a place at the same time, at most.</param>
/// <param name="Strategy">What a failed worker means for the others.</param>
/// <param name="Workers">All workers.</param>
/// <param name="PlacesTaken">Workers that have a place.</param>
/// <param name="WaitingForAPlace">Workers that could start if they had one.</param>
/// <param name="Running">Workers whose handler runs.</param>
/// <param name="EndedWell">Workers that are complete, or were resolved without having failed.</param>
/// <param name="Failed">Workers in error.</param>
/// <param name="ItemsProcessed">Items done as of the workers' last checkpoints.</param>
/// <param name="Stopped">Workers that were cancelled because another failed (<c>fail_fast</c>); they start again when that one is mended.</param>
/// <param name="Isolated">Workers that failed and whose ranges were set aside, by the batch or by a person.</param>
public sealed record BatchItem(
    string Worker, int Parallelism, BatchStrategy Strategy, int Workers, int PlacesTaken, int WaitingForAPlace, int Running, int EndedWell, int Failed,
    long ItemsProcessed, int Stopped, int Isolated);
