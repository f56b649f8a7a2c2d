using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration.Lanes;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>
/// The worker's end of the distributed path: stores results and sends the hand-over messages, as many in one commit as gathered
/// during the last.
/// </summary>
internal sealed partial class HandOverLane(
    TaskerDataSource data, NodeLease lease, EngineSignals signals, FlowOutcomes outcomes, HandlerCommit handlers, CrashPoints crash, EngineOptions options,
    TimeProvider clock, ILogger<HandOverLane> logger)
{
    private const int MaxTries = 20;

    private readonly Channel<(StepReport Report, TaskCompletionSource<bool> Effect)> _items = Channel.CreateBounded<(StepReport, TaskCompletionSource<bool>)>(
        new BoundedChannelOptions(options.LaneQueue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = Task.Run(LoopAsync);

    public async Task StopAsync()
    {
        _items.Writer.TryComplete();
        await _loop;
    }

    public async Task<bool> SendAsync(StepReport report, CancellationToken ct)
    {
        if (report is { Transaction: { } own, Outcome: StepOutcome.Succeeded })
        {
            var (committed, failure) = await handlers.RunAsync(own, async connection =>
                (await FlowWriter.HandOverAsync(connection, lease.Node, [End(report)], CancellationToken.None)).Count > 0);
            if (committed) AfterCommit();
            return failure is null ? committed : await SendAsync(report with { Outcome = failure, Transaction = null }, ct);
        }

        // A success that cannot be stored takes what its handler wrote with it.
        if (report.Transaction is not null) await report.Transaction.DisposeAsync();
        var effect = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _items.Writer.WriteAsync((report, effect), ct);
        try
        {
            return await effect.Task;
        }
        catch (PostgresException e) when (report.Outcome is StepOutcome.Succeeded && !Transient.IsWorthRetrying(e))
        {
            // The database will not take this result, ever: left as it is, the attempt would run again and again.
            return await SendAsync(report with { Outcome = CommitFailure.Of(e), Transaction = null }, ct);
        }
    }

    private async Task LoopAsync()
    {
        var batch = new List<(StepReport Report, TaskCompletionSource<bool> Effect)>(options.LaneBatch);
        while (await _items.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < options.LaneBatch && _items.Reader.TryRead(out var item)) batch.Add(item);
            await CommitOrIsolateAsync(batch);
        }
    }

    /// <summary>Commits a batch; one that the database refuses is written result by result, so that a bad one fails nobody but itself.</summary>
    private async Task CommitOrIsolateAsync(List<(StepReport Report, TaskCompletionSource<bool> Effect)> batch)
    {
        try
        {
            var accepted = await WriteAsync([.. batch.Select(b => End(b.Report))]);
            AfterCommit();
            foreach (var (report, effect) in batch) effect.TrySetResult(accepted.Contains(report.Step.TaskId.Step(report.Step.StepNo)));
        }
        catch (PostgresException e) when (batch.Count > 1 && !Transient.IsWorthRetrying(e))
        {
            foreach (var item in batch) await CommitOrIsolateAsync([item]);
        }
        catch (Exception e)
        {
            outcomes.AnswerLost();
            LogFailed(logger, e, batch.Count);
            foreach (var (_, effect) in batch) effect.TrySetException(e);
        }
    }

    private async Task<HashSet<StepId>> WriteAsync(IReadOnlyList<StepEnd> ends)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await data.Engine.OpenConnectionAsync();
                return await FlowWriter.HandOverAsync(connection, lease.Node, ends, CancellationToken.None);
            }
            catch (Exception e) when (attempt < MaxTries && Transient.IsWorthRetrying(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2000, 20 << Math.Min(attempt, 7))), clock);
            }
        }
    }

    private void AfterCommit()
    {
        crash.Pass(CrashPoint.AfterHandOver);
        signals.Results.Set();
        if (signals.OthersLive) signals.Elsewhere.Set();
        signals.Changed();
    }

    private static StepEnd End(StepReport report)
    {
        var step = report.Step;
        return report.Outcome switch
        {
            StepOutcome.Succeeded s => new StepEnd(step.TaskId, step.StepNo, step.Attempt, StepState.Complete, s.ResultJson, null, TimeSpan.Zero, report.Elapsed, false),
            StepOutcome.Failed f => new StepEnd(
                step.TaskId, step.StepNo, step.Attempt, StepState.Error, null, FailureJson.WriteRaw(f.Failure), TimeSpan.Zero, report.Elapsed, false),
            _ => throw new InvalidOperationException($"unknown outcome {report.Outcome.GetType().Name}"),
        };
    }

    [LoggerMessage(2102, LogLevel.Error, "{Count} results could not be handed over; their attempts are left to lease recovery")]
    private static partial void LogFailed(ILogger logger, Exception error, int count);
}
