using Microsoft.Extensions.Logging;
using Tasker.Data.Flow;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker;

/// <summary>Pure routing on the worker side.</summary>
public sealed partial class WorkerCommandProcessor
{
    private readonly WorkerActors _actors;
    private readonly Places _places;
    private readonly HeldSteps _held;
    private readonly ILogger<WorkerCommandProcessor> _logger;

    internal WorkerCommandProcessor(WorkerActors actors, Places places, HeldSteps held, ILogger<WorkerCommandProcessor> logger)
    {
        _actors = actors;
        _places = places;
        _held = held;
        _logger = logger;
    }

    /// <summary>How the worker is doing.</summary>
    public Task<WorkerStatus> StatusAsync(CancellationToken ct) =>
        _actors.Status.AskAsync<GetWorkerStatus, WorkerStatus>(new GetWorkerStatus(), ct);

    /// <summary>Reads templates anew.</summary>
    public Task<Done> RefreshTemplatesAsync(CancellationToken ct) =>
        _actors.TemplateCache.AskAsync<RefreshTemplates, Done>(new RefreshTemplates(), ct);

    /// <summary>Runs a claimed step. Its place is taken already; the executor's mailbox is larger than there are places.</summary>
    internal void Execute(ClaimedStep step)
    {
        // Noted here and not when the handler starts: what waits for a handler is held as well.
        var attempt = new HeldStep(step);
        if (!_held.Add(attempt))
        {
            attempt.Dispose();
            _places.Release(1);
            return;
        }

        var told = _actors.Executor.TellAsync<ExecuteStep, Done>(new ExecuteStep(attempt), CancellationToken.None);
        if (!told.IsCompletedSuccessfully) _ = NoteAsync(told, attempt);
    }

    private async Task NoteAsync(ValueTask told, HeldStep attempt)
    {
        try
        {
            await told;
        }
        catch (ActorStoppedException)
        {
            // Claimed in the last commit before the stop: the node gives its lease back and another node takes the step.
            _places.Release(1);
            _held.Remove(attempt.StepId, attempt.Attempt);
            LogLeftBehind(_logger);
        }
    }

    [LoggerMessage(2201, LogLevel.Information, "A step was claimed while the worker stopped; it is left to another node")]
    private static partial void LogLeftBehind(ILogger logger);
}
