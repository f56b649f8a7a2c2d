using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Live;

namespace Tasker.Runtime.Live;

/// <summary>
/// The one reader of this node: while somebody watches it follows the committed history, woken by the bell, and keeps the projection
/// and the feed. With nobody watching it costs nothing.
/// </summary>
internal sealed class TransitionReader(
    TaskerDataSource source, LiveBell bell, LiveFeed feed, LiveProjection projection, LiveOptions options, TimeProvider clock,
    ILogger<TransitionReader> logger) : BackgroundService
{
    private static readonly TimeSpan TopicsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SummariseEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);


    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await feed.WaitForSubscriberAsync(stoppingToken);
                await FollowAsync(stoppingToken);
                feed.ReportStopped(LiveFeedState.Idle);
                LiveLog.Resting(logger);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                feed.ReportStopped(LiveFeedState.Lost);
                LiveLog.Lost(logger, e, RetryAfter);
                await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                projection.Stop();
            }
        }
    }

    /// <summary>Starts following: counts everything and tells those who watched before that they missed something.</summary>
    internal async Task<TransitionLog> StartLogAsync(CancellationToken ct)
    {
        var (log, totals) = await TransitionLog.StartAsync(source, clock, options.StartPatience, ct);
        projection.Reset(totals);
        // The first viewers asked for their data before the snapshot was taken, so what happened in between is lost to them too.
        feed.PublishGap();
        feed.ReportRead(TimeSpan.Zero);
        LiveLog.Following(logger);
        return log;
    }

    /// <summary>Looks once and hands on what is new.</summary>
    internal async Task ReadOnceAsync(TransitionLog log, bool recount, CancellationToken ct)
    {
        var read = await log.ReadAsync(HandOn, recount, ct);
        if (read.Totals is { } totals) projection.Reset(totals);
        if (!read.IsComplete)
        {
            LiveLog.PassedOver(logger, read.Rows);
            feed.PublishGap();
        }

        feed.ReportRead(read.Lag);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        await using var log = await StartLogAsync(ct);
        var (watched, topics, summarised, counted) = (clock.GetTimestamp(), 0L, clock.GetTimestamp(), clock.GetTimestamp());
        while (true)
        {
            await bell.WaitAsync(options.PollEvery, clock, ct);
            if (feed.Subscribers > 0) watched = clock.GetTimestamp();
            else if (clock.GetElapsedTime(watched) >= options.StopAfter) return;
            var begun = clock.GetTimestamp();
            var recount = IsDue(ref counted, options.RecountEvery);
            await ReadOnceAsync(log, recount, ct);
            if (IsDue(ref topics, TopicsEvery)) PublishTopics();
            if (IsDue(ref summarised, SummariseEvery)) await SummariseAsync(log, ct);
            var rest = options.AtMostEvery - clock.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, clock, ct);
        }
    }

    private void HandOn(IReadOnlyList<TransitionLogRow> rows)
    {
        projection.Apply(rows);
        feed.Publish(LiveEvents.From(rows));
    }

    private void PublishTopics()
    {
        var now = clock.GetUtcNow();
        var topics = new List<LiveEvent>(2);
        if (feed.Wants<LiveInterest.Workers>()) topics.Add(LiveEvents.Topic(LiveEventKind.Workers, now));
        if (feed.Wants<LiveInterest.Queues>()) topics.Add(LiveEvents.Topic(LiveEventKind.Queues, now));
        feed.Publish(topics);
    }

    private async Task SummariseAsync(TransitionLog log, CancellationToken ct)
    {
        try
        {
            await log.SummariseAsync(ct);
        }
        catch (PostgresException e)
        {
            // Only the table's owner may; without it autovacuum does the same, later.
            LiveLog.NotSummarised(logger, e);
        }
    }

    private bool IsDue(ref long since, TimeSpan every)
    {
        if (since != 0 && clock.GetElapsedTime(since) < every) return false;
        since = clock.GetTimestamp();
        return true;
    }
}
