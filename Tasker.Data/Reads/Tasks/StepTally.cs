namespace Tasker.Data.Reads;

/// <summary>The steps of one task by state, counted from the steps themselves.</summary>
/// <param name="Total">All.</param>
/// <param name="Pending">Not sent yet.</param>
/// <param name="Enqueued">In a queue.</param>
/// <param name="InProgress">Running.</param>
/// <param name="HandedOver">With a result or failure that waits for the orchestrator.</param>
/// <param name="WaitingForRetry">In their back-off.</param>
/// <param name="Completed">Complete or resolved by a person.</param>
/// <param name="Failed">Failed for good.</param>
/// <param name="Cancelled">Cancelled.</param>
/// <param name="Ready">Those of the pending and waiting ones that may start now.</param>
public sealed record StepTally(
    int Total, int Pending, int Enqueued, int InProgress, int HandedOver, int WaitingForRetry, int Completed, int Failed, int Cancelled, int Ready);
