using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Maintenance;

/// <summary>
/// Keeps a loop running. A loop deals with what it expects itself; one that ends all the same is begun again, after a pause that doubles
/// from 100 ms to 30 s and starts anew once the loop has run for a minute. Every restart is counted and logged.
/// </summary>
internal sealed partial class SupervisedLoop(string name, Func<CancellationToken, Task> loop, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private int _restarts;
    private volatile bool _running;
    private volatile string? _lastError;

    /// <summary>How it is doing.</summary>
    public LoopSnapshot Read() => new(name, _running, Volatile.Read(ref _restarts), _lastError);

    /// <summary>Runs the loop until cancelled; never throws.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var pause = First;
        while (!ct.IsCancellationRequested)
        {
            var started = clock.GetTimestamp();
            var error = await RunOnceAsync(ct);
            if (ct.IsCancellationRequested) return;
            if (clock.GetElapsedTime(started) >= Calm) pause = First;
            _lastError = error?.GetType().Name ?? "ended by itself";
            LogRestart(logger, error, name, Interlocked.Increment(ref _restarts), pause.TotalMilliseconds);
            // Cancelled while it waits: the condition of the loop sees it.
            await Task.Delay(pause, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    private async Task<Exception?> RunOnceAsync(CancellationToken ct)
    {
        try
        {
            _running = true;
            await loop(ct);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            _running = false;
        }
    }

    [LoggerMessage(3711, LogLevel.Error, "Loop {Loop} ended unexpectedly; restart {Restart} in {Milliseconds:0} ms")]
    private static partial void LogRestart(ILogger logger, Exception? error, string loop, int restart, double milliseconds);
}
