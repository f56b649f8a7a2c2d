using Microsoft.Extensions.Logging;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Orchestration;

namespace Tasker.Runtime.Maintenance;

/// <summary>Accepts results that workers handed over through the queue.</summary>
internal sealed partial class ResultLoop(
    CommandProcessor orchestration, EngineSignals signals, WakeUp wakeUp, EngineOptions options, TimeProvider clock, ILogger<ResultLoop> logger)
{
    private const int Page = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // The poll sets the signal; without one there is nothing to take.
                if (!await signals.Results.WaitAsync(TimeSpan.FromMinutes(1), clock, ct) || !wakeUp.TakesWork) continue;
                while (await orchestration.ProcessHandedOverAsync(Page, ct) == Page)
                {
                    // A full page: there may be more.
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(logger, e);
                signals.Results.Set();
                await Task.Delay(options.PollInterval / 4, clock, ct);
            }
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Accepting results failed; tried again")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
