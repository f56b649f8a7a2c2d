using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// Stores what handlers said about their progress, all in one statement every few seconds at most, and notes handlers that say how far they
/// are and have not for long.
/// </summary>
internal sealed partial class ProgressKeeper(
    TaskerDataSource data, NodeLease lease, HeldSteps held, EngineOptions options, TimeProvider clock, ILogger<ProgressKeeper> logger)
{
    /// <summary>Time between two writes, at least.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private const int Most = 1000;

    private long? _last;

    public async Task RunOnceAsync(CancellationToken ct)
    {
        if (_last is { } last && clock.GetElapsedTime(last) < Pause) return;
        _last = clock.GetTimestamp();
        var steps = held.All;
        NoteStalled(steps);
        var said = steps.Where(s => s.HasNews).Take(Most).Select(s => (Step: s, Progress: s.TakeNews())).ToList();
        if (said.Count == 0) return;
        await ProgressWriter.SaveAsync(
            data.Engine, lease.Node, [.. said.Select(s => new NewProgress(s.Step.StepId, s.Step.Attempt, s.Progress.Percent, s.Progress.Text))], ct);
    }

    private void NoteStalled(IReadOnlyCollection<HeldStep> steps)
    {
        var before = clock.GetUtcNow() - options.StallAfter;
        foreach (var step in steps.Where(s => s.LastSign < before && !s.IsNotedStalled))
        {
            step.IsNotedStalled = true;
            LogStalled(logger, step.Claimed.StepNo, step.Claimed.TaskId.Value, step.Attempt, options.StallAfter.TotalMinutes);
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, has made no progress for {Minutes} min")]
    private static partial void LogStalled(ILogger logger, int stepNo, Guid taskId, short attempt, double minutes);
}
