using Microsoft.Extensions.Logging;
using Npgsql;
using Tasker.Data;
using Tasker.Data.Queue;
using Tasker.Runtime.Chaos;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Rings other nodes and hears them. A bell says only "go look": it is sent after the commit, from a connection of its own, and never
/// more than one in a few milliseconds, because a transaction that notifies takes a lock of the whole server.
/// </summary>
internal sealed partial class NodeBell(
    TaskerDataSource data, EngineSignals signals, WakeUp wakeUp, EngineOptions options, ChaosOptions chaos, Func<double> chance, TimeProvider clock,
    ILogger<NodeBell> logger)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(5);

    /// <summary>Sends bells until stopped; the first one tells the others that this node is there and wants to be rung.</summary>
    public async Task RingAsync(CancellationToken ct)
    {
        signals.Elsewhere.Set();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (!await signals.Elsewhere.WaitAsync(TimeSpan.FromMinutes(1), clock, ct)) continue;
                await NotificationListener.RingAsync(data.Engine, ct);
                await Task.Delay(Quiet, clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                // The others find the work by their poll.
                LogNotRung(logger, e.GetType().Name);
                await Task.Delay(options.PollInterval, clock, ct);
            }
        }
    }

    /// <summary>Rings now: for a node that stops.</summary>
    public Task RingOnceAsync(CancellationToken ct) => NotificationListener.RingAsync(data.Engine, ct);

    /// <summary>Listens until stopped, while the mode wants it; a lost connection is replaced, and the poll bridges the gap.</summary>
    public async Task ListenAsync(CancellationToken ct)
    {
        var failures = 0;
        while (!ct.IsCancellationRequested)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, wakeUp.Switched);
            try
            {
                if (!wakeUp.Listens) await Task.Delay(Timeout.InfiniteTimeSpan, clock, either.Token);
                await NotificationListener.ListenAsync(data, Listening, Heard, either.Token);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                failures = 0;
            }
            catch (Exception e)
            {
                // A connection that could be made and then broke starts the count anew.
                failures = wakeUp.IsListening ? 1 : failures + 1;
                LogDeaf(logger, e.GetType().Name, failures);
                await PauseAsync(WakeUpPlan.Relisten(failures, chance()), either.Token);
            }
            finally
            {
                wakeUp.ListeningEnded();
            }

            void Listening()
            {
                wakeUp.ListeningBegan(again: failures > 0);
                signals.Tick.Set();
            }
        }
    }

    private async Task PauseAsync(TimeSpan time, CancellationToken ct)
    {
        wakeUp.ListeningEnded();
        try
        {
            await Task.Delay(time, clock, ct);
        }
        catch (OperationCanceledException)
        {
            // Stopped, or switched: the loop looks which.
        }
    }

    private void Heard()
    {
        if (chaos.DropBells > 0 && chance() < chaos.DropBells) return;
        wakeUp.Heard();
        signals.Tick.Set();
        signals.Changed();
    }

    [LoggerMessage(3601, LogLevel.Warning, "Other nodes could not be rung: {Error}")]
    private static partial void LogNotRung(ILogger logger, string error);

    [LoggerMessage(3602, LogLevel.Warning, "The listener has no connection ({Error}, {Failures} times in a row); polling bridges the gap")]
    private static partial void LogDeaf(ILogger logger, string error, int failures);
}
