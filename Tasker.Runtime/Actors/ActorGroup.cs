using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Actors;

/// <summary>Starts actors in order and stops them in reverse: whoever sends stops before whoever receives.</summary>
internal sealed partial class ActorGroup(IReadOnlyList<Actor> actors, ILogger logger)
{
    private readonly Stack<Actor> _running = new();

    public IReadOnlyList<Actor> Actors { get; } = actors;

    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var actor in Actors)
        {
            await actor.StartAsync(ct);
            _running.Push(actor);
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        while (_running.TryPop(out var actor))
        {
            try
            {
                await actor.StopAsync(ct);
            }
            catch (Exception e)
            {
                // The others must still be stopped.
                LogStopFailed(logger, e, actor.Name);
            }
        }
    }

    [LoggerMessage(1002, LogLevel.Error, "Actor {Actor} failed to stop")]
    private static partial void LogStopFailed(ILogger logger, Exception error, string actor);
}
