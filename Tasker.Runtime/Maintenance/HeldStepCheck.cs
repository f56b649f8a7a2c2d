using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Worker;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Compares what this node believes to hold with what the database says. After a lost answer it finds attempts that were claimed
/// for the node without its knowledge and runs them; and it cancels handlers of attempts that were taken away elsewhere.
/// </summary>
internal sealed partial class HeldStepCheck(
    TaskerDataSource data, NodeLease lease, HeldSteps held, Places places, ProgressKeeper progress, FlowOutcomes outcomes, Lazy<WorkerCommandProcessor> worker, TimeProvider clock,
    ILogger<HeldStepCheck> logger)
{
    private const int Most = 5000;
    private static readonly TimeSpan LongRunning = TimeSpan.FromSeconds(2);

    private bool _sureSinceLast = true;

    public async Task RunOnceAsync(CancellationToken ct)
    {
        await progress.RunOnceAsync(ct);
        await DropTakenAwayAsync(ct);
        // One tick is left between the lost answer and the search, so that commits still under way have shown up in memory.
        if (outcomes.TakeAnswerLost())
        {
            _sureSinceLast = false;
            return;
        }

        // Under a lease that is over, a step would run again and again, its end refused each time.
        if (_sureSinceLast || !await lease.ConfirmAsync(ct)) return;
        await AdoptUnknownAsync(ct);
        _sureSinceLast = true;
    }

    private async Task AdoptUnknownAsync(CancellationToken ct)
    {
        var all = await AttemptReader.HeldByAsync(data.Engine, lease.Node, [], Most, ct);
        var unknown = all.Select(a => a.Step).Where(s => !held.Contains(s.TaskId.Step(s.StepNo), s.Attempt)).ToList();
        if (unknown.Count == 0) return;
        // Asked again: what ended between the first answer and the look into memory is unknown there because it is over.
        var still = await AttemptReader.StillHeldAsync(data.Engine, lease.Node, [.. unknown.Select(s => (s.TaskId.Step(s.StepNo), s.Attempt))], ct);
        foreach (var step in unknown.Where(s => still.Contains(s.TaskId.Step(s.StepNo))))
        {
            places.Take(1);
            LogAdopted(logger, step.StepNo, step.TaskId.Value, step.Attempt);
            worker.Value.Execute(step);
        }
    }

    private async Task DropTakenAwayAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var doubted = held.TakeDoubted();
        var old = held.All.Where(h => doubted.Contains(h.StepId.Task) || h.StartedAt is { } at && now - at > LongRunning).Take(Most).ToList();
        if (old.Count == 0) return;
        HashSet<StepId> still;
        try
        {
            still = await AttemptReader.StillHeldAsync(data.Engine, lease.Node, [.. old.Select(h => (h.StepId, h.Attempt))], ct);
        }
        catch
        {
            foreach (var task in doubted) held.Doubt(task);
            throw;
        }

        foreach (var gone in old.Where(h => !still.Contains(h.StepId)))
        {
            if (held.Cancel(gone.StepId, gone.Attempt)) LogTakenAway(logger, gone.Claimed.StepNo, gone.Claimed.TaskId.Value, gone.Attempt);
        }
    }

    [LoggerMessage(3301, LogLevel.Warning, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was this node's without its knowledge; it runs now")]
    private static partial void LogAdopted(ILogger logger, int stepNo, Guid taskId, short attempt);

    [LoggerMessage(3302, LogLevel.Information, "Step {StepNo} of task {TaskId}, attempt {Attempt}, was taken away; its handler is cancelled")]
    private static partial void LogTakenAway(ILogger logger, int stepNo, Guid taskId, short attempt);
}
