using Microsoft.Extensions.Logging;
using Tasker.Data;
using Tasker.Data.Failures;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Failures;

/// <summary>
/// Folds the history into failure clusters. Every orchestrator tries; whoever holds the place in the history goes on, and the others leave it
/// alone. Each range is followed by a rest four times as long, so it never takes more than a fifth of one connection.
/// </summary>
internal sealed partial class FailureFolder(
    TaskerDataSource data, EngineOptions options, TimeProvider clock, ILogger<FailureFolder> logger)
{
    private const int Rows = 20_000;
    private const int Rest = 4;

    // While nothing happens it asks less and less often, so that an idle installation stays silent.
    private TimeSpan Longest => options.PollInterval * 8;

    private TimeSpan Shortest => options.PollInterval < TimeSpan.FromSeconds(1) ? options.PollInterval : TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var pause = Shortest;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(pause, clock, ct);
                pause = await RunOnceAsync(ct) > 0 ? Shortest : pause * 2 < Longest ? pause * 2 : Longest;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                await Task.Delay(TimeSpan.FromSeconds(5), clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Folds what was there when it began.</summary>
    /// <returns>How many failures were counted.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var failures = 0;
        while (true)
        {
            var started = clock.GetTimestamp();
            var folded = await FailureFold.RunAsync(data.Engine, Rows, ct);
            failures += folded.Failures;
            if (!folded.More) return failures;
            await Task.Delay(clock.GetElapsedTime(started) * Rest, clock, ct);
        }
    }

    [LoggerMessage(3951, LogLevel.Warning, "Failures could not be folded into clusters; the next run goes on")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
