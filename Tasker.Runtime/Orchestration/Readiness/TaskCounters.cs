namespace Tasker.Runtime.Orchestration.Readiness;

/// <summary>A task's unfinished steps, counted by what they do.</summary>
/// <param name="Left">Steps that are neither complete nor resolved by a person; the others below are part of it.</param>
/// <param name="Active">Queued, running, or with a result that waits for the orchestrator.</param>
/// <param name="Waiting">Waiting for their back-off.</param>
/// <param name="Failed">Failed for good.</param>
/// <param name="Ready">May start now: parents done and nothing (a pause, say) holds them back.</param>
internal readonly record struct TaskCounters(int Left, int Active, int Waiting, int Failed, int Ready);
