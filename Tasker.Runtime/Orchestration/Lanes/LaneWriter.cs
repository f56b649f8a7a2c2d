using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Orchestration.Lanes;

/// <summary>
/// Writes a lane's batch, and again until it is known to be written. A few successes go the quick way, one by one in one commit; all else,
/// and what the quick way leaves alone, goes as one statement over the whole batch.
/// </summary>
internal sealed partial class LaneWriter(TaskerDataSource data, NodeLease lease, FlowOutcomes outcomes, TimeProvider clock, ILogger<LaneWriter> logger)
{
    private const int MaxTries = 20;

    // Up to here one by one is quicker than starting the large statement (docs/performance.md).
    private const int Few = 4;

    private long _retries;

    /// <summary>Commits that were repeated.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>
    /// Both halves of a batch can be repeated safely: an end is fenced, and a creation whose answer was lost is recognised by its id. What
    /// a lost answer claimed for this node is found by <see cref="FlowOutcomes.AnswerLost"/>.
    /// </summary>
    /// <param name="lane">The lane, for the log.</param>
    /// <param name="creations">Tasks to create.</param>
    /// <param name="ends">Attempts that ended.</param>
    /// <param name="forEnds">Free places of the local worker for successors.</param>
    /// <param name="forNew">Free places of the local worker for roots.</param>
    public async Task<FlowResult> WriteAsync(int lane, List<NewTask> creations, List<EndToWrite> ends, int forEnds, int forNew)
    {
        var done = new FlowResult();
        var isFew = creations.Count == 0 && AreFew(ends, forEnds);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await data.Engine.OpenConnectionAsync();
                if (isFew)
                {
                    isFew = false;
                    done.Add(await FlowWriter.CompleteAsync(connection, lease.Node, [.. ends.Select(e => (e.End, e.MayFree))], CancellationToken.None));
                    if (done.Accepted.Count == ends.Count) return done;
                }

                var left = attempt == 1 ? creations : await NotYetWrittenAsync(creations);
                var open = ends.Where(e => !done.Accepted.Contains(e.End.TaskId.Step(e.End.StepNo))).Select(e => e.End).ToList();
                done.Add(await FlowWriter.WriteAsync(connection, lease.Node, left, open, forEnds - done.Claimed.Count, forNew, CancellationToken.None));
                if (attempt == 1) return done;
                done.Created.UnionWith(creations.Except(left).Select(c => c.TaskId));
                // This try has waited for the locks of the one before: only now it is sure that whatever that one claimed can be seen.
                outcomes.AnswerLost();
                return done;
            }
            catch (Exception e) when (attempt < MaxTries && Transient.IsWorthRetrying(e))
            {
                Interlocked.Increment(ref _retries);
                outcomes.AnswerLost();
                LogRetry(logger, lane, attempt, e.GetType().Name, (e as PostgresException)?.SqlState);
                await Task.Delay(Pause(attempt), clock);
            }
        }
    }

    private static bool AreFew(List<EndToWrite> ends, int forEnds) =>
        ends.Count is > 0 and <= Few
        && ends.TrueForAll(e => e.End is { Outcome: StepState.Complete, MayClaim: true } && e.MayFree <= Few)
        && ends.Sum(e => e.MayFree) <= forEnds;

    private async Task<List<NewTask>> NotYetWrittenAsync(List<NewTask> creations)
    {
        if (creations.Count == 0) return creations;
        var there = await AttemptReader.ExistingAsync(data.Engine, [.. creations.Select(c => c.TaskId)], CancellationToken.None);
        return [.. creations.Where(c => !there.Contains(c.TaskId))];
    }

    // 20 ms, doubling to 2 s, with up to a half more so that writers do not come back together.
    private TimeSpan Pause(int attempt) =>
        TimeSpan.FromMilliseconds(Math.Min(2000, 20 * Math.Pow(2, attempt - 1)) * (1 + clock.GetTimestamp() % 512 / 1024.0));

    [LoggerMessage(1201, LogLevel.Warning, "Lane {Lane} repeats a commit (try {Attempt}): {Error} {SqlState}")]
    private static partial void LogRetry(ILogger logger, int lane, int attempt, string error, string? sqlState);
}
