using System.Text.Json;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Web.Api.Bodies;

/// <summary>A batch of a task.</summary>
internal sealed record BatchBody(
    string Worker, int Parallelism, string FailureStrategy, int Workers, int PlacesTaken, int WaitingForAPlace, int Running, int EndedWell, int Failed,
    int Stopped, int Isolated, long ItemsProcessed)
{
    public static BatchBody Of(BatchItem b) => new(
        b.Worker, b.Parallelism, Word(b.Strategy), b.Workers, b.PlacesTaken, b.WaitingForAPlace, b.Running, b.EndedWell, b.Failed, b.Stopped, b.Isolated,
        b.ItemsProcessed);

    private static string Word(BatchStrategy strategy) => strategy switch
    {
        BatchStrategy.ContinueOnFailure => "continue_on_failure",
        BatchStrategy.FailFast => "fail_fast",
        BatchStrategy.Isolate => "isolate",
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "not a strategy"),
    };
}

/// <summary>A range of a batch that was set aside, because its worker failed.</summary>
internal sealed record IsolatedRangeBody(
    string Batch, Guid StepUuid, string Worker, JsonElement? Cursor, string? ErrorType, string? Message, DateTimeOffset SetAsideAt)
{
    public static IsolatedRangeBody Of(IsolatedRange r) => new(
        r.Batch, r.StepId.Value, r.Worker, r.Cursor is null ? null : JsonElement.Parse(r.Cursor), r.ErrorType, r.Message, r.SetAsideAt);
}

/// <summary>The batches of a task, and what of them was set aside.</summary>
internal sealed record BatchListBody(IReadOnlyList<BatchBody> Batches, IReadOnlyList<IsolatedRangeBody> IsolatedRanges);

/// <summary>A step without progress.</summary>
internal sealed record StalledStepBody(Guid TaskUuid, Guid StepUuid, string Name, int Node, DateTimeOffset LastSign)
{
    public static StalledStepBody Of(StalledStep s) => new(s.StepId.Task.Value, s.StepId.Value, s.Name, s.Node, s.LastSign);
}

/// <summary>Steps without progress, the longest first.</summary>
internal sealed record StalledListBody(IReadOnlyList<StalledStepBody> Steps);

/// <summary>How far a step has come.</summary>
internal sealed record StepProgressBody(
    int? Percent, string? Note, DateTimeOffset? SaidAt, long? ItemsProcessed, DateTimeOffset? CheckpointAt, long Checkpoints, long Yields,
    bool WaitsForAPlace, DateTimeOffset? StalledSince)
{
    public static StepProgressBody Of(StepSigns s) => new(
        s.Percent, s.Note, s.SaidAt, s.ItemsProcessed, s.CheckpointAt, s.Checkpoints, s.Yields, s.WaitsForPlace, s.StalledSince);
}
