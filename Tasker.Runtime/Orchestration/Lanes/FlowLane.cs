using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>
/// One writer. It commits what gathered while its last commit was under way: at idle a batch of one, without any delay; under load
/// hundreds of events a commit. A connection is borrowed per commit, so a pool of one suffices for any number of lanes.
/// </summary>
internal sealed partial class FlowLane(
    int number, LaneWriter writer, NodeLease lease, Places places, FlowOutcomes outcomes, CrashPoints crash, EngineOptions options, ILogger logger)
{
    private const int MaxConflicts = 1_000;

    private readonly Channel<LaneItem> _items = Channel.CreateBounded<LaneItem>(
        new BoundedChannelOptions(options.LaneQueue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private Task _loop = Task.CompletedTask;
    private long _commits;
    private long _events;
    private long _conflicts;

    public int Depth => _items.Reader.Count;

    public (long Commits, long Events, long Conflicts) Totals =>
        (Interlocked.Read(ref _commits), Interlocked.Read(ref _events), Interlocked.Read(ref _conflicts));

    public void Start() => _loop = Task.Run(LoopAsync);

    public async Task StopAsync()
    {
        _items.Writer.TryComplete();
        await _loop;
    }

    public ValueTask WriteAsync(LaneItem item, CancellationToken ct) =>
        _items.Writer.TryWrite(item) ? ValueTask.CompletedTask : _items.Writer.WriteAsync(item, ct);

    private async Task LoopAsync()
    {
        var batch = new List<LaneItem>(options.LaneBatch);
        while (batch.Count > 0 || await _items.Reader.WaitToReadAsync())
        {
            while (batch.Count < options.LaneBatch && _items.Reader.TryRead(out var item)) batch.Add(item);
            var lost = await CommitOrIsolateAsync(batch);
            batch.Clear();
            batch.AddRange(lost);
        }
    }

    /// <summary>Commits a batch; one that the database refuses is written event by event, so that a bad one fails nobody but itself.</summary>
    /// <returns>What goes first in the next commit.</returns>
    private async Task<List<LaneItem>> CommitOrIsolateAsync(List<LaneItem> batch)
    {
        try
        {
            return await CommitAsync(batch);
        }
        catch (PostgresException e) when (batch.Count > 1)
        {
            LogIsolated(logger, number, batch.Count, e.SqlState);
        }
        catch (Exception e)
        {
            outcomes.AnswerLost();
            LogGaveUp(logger, e, number, batch.Count);
            foreach (var item in batch) item.Effect.TrySetException(e);
            return [];
        }

        var lost = new List<LaneItem>();
        foreach (var item in batch) lost.AddRange(await CommitOrIsolateAsync([item]));
        return lost;
    }

    /// <returns>What was not written because somebody else moved its task at the same moment; it goes first in the next commit.</returns>
    private async Task<List<LaneItem>> CommitAsync(List<LaneItem> batch)
    {
        var creations = batch.Where(i => i.Creation is not null).Select(i => i.Creation!).ToList();
        var ends = batch.Where(i => i.End is not null).Select(i => new EndToWrite(i.End!, i.MayFree)).ToList();
        var forEnds = lease.IsTrusted ? places.Reserve(batch.Sum(i => i.End is null ? 0 : i.MayFree)) : 0;
        var forNew = lease.IsTrusted ? places.ReserveForNew(batch.Sum(i => i.End is null ? i.MayFree : 0)) : 0;
        var reserved = forEnds + forNew;
        try
        {
            if (creations.Count > 0) crash.Pass(CrashPoint.BeforeCreate);
            if (ends.Count > 0) crash.Pass(CrashPoint.BeforeAdvance);
            var result = await writer.WriteAsync(number, creations, ends, forEnds, forNew);
            if (creations.Count > 0) crash.Pass(CrashPoint.AfterCreate);
            if (ends.Count > 0) crash.Pass(CrashPoint.AfterAdvance);
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _events, batch.Count);
            places.Release(reserved - result.Claimed.Count);
            reserved = 0;
            outcomes.Committed(result, creations, [.. ends.Select(e => e.End)]);
            var lost = result.Lost.Count == 0 ? [] : batch.FindAll(i => i.End is { } end && result.Lost.Contains(end.TaskId.Step(end.StepNo)));
            foreach (var item in batch)
            {
                if (!lost.Contains(item)) item.Effect.TrySetResult(TookEffect(item, result));
            }

            lost.RemoveAll(GivesUp);
            return lost;
        }
        finally
        {
            if (reserved > 0) places.Release(reserved);
        }
    }

    /// <summary>Bounds how often an event that lost its task to others is tried; its attempt is then left to lease recovery.</summary>
    private bool GivesUp(LaneItem item)
    {
        Interlocked.Increment(ref _conflicts);
        if (++item.Conflicts <= MaxConflicts) return false;
        outcomes.AnswerLost();
        return item.Effect.TrySetException(new TimeoutException($"task {item.End!.TaskId} was moved by others at {MaxConflicts} commits in a row"));
    }

    private static bool TookEffect(LaneItem item, FlowResult result) =>
        item.Creation is { } creation ? result.Created.Contains(creation.TaskId) : result.Accepted.Contains(item.End!.TaskId.Step(item.End.StepNo));

    [LoggerMessage(1203, LogLevel.Warning, "Lane {Lane} writes {Count} events one by one: the database refused them together ({SqlState})")]
    private static partial void LogIsolated(ILogger logger, int lane, int count, string sqlState);

    [LoggerMessage(1202, LogLevel.Error, "Lane {Lane} could not commit {Count} events; their attempts are left to lease recovery")]
    private static partial void LogGaveUp(ILogger logger, Exception error, int lane, int count);
}
