using Microsoft.Extensions.Logging;

namespace Tasker.Runtime.Engine;

/// <summary>The node's way of finding work, which may change while it runs, and how its listener does.</summary>
internal sealed partial class WakeUp(EngineOptions options, Signal look, ILogger<WakeUp> logger) : IDisposable
{
    private readonly Lock _switching = new();
    private CancellationTokenSource _switched = new();
    private int _mode = (int)options.WakeUp;
    private int _listening;
    private long _relistened;
    private long _bells;

    public WakeUpMode Mode => (WakeUpMode)Volatile.Read(ref _mode);

    /// <summary>False: whatever is new is left to other nodes.</summary>
    public bool TakesWork => Mode != WakeUpMode.Disabled;

    /// <summary>Whether bells are wanted.</summary>
    public bool Listens => Mode is WakeUpMode.Hybrid or WakeUpMode.EventDrivenOnly;

    /// <summary>Whether bells are heard.</summary>
    public bool IsListening => Volatile.Read(ref _listening) == 1;

    /// <summary>Cancelled by the next switch; to be read before <see cref="Mode"/>.</summary>
    public CancellationToken Switched
    {
        get
        {
            lock (_switching) return _switched.Token;
        }
    }

    public WakeUpSnapshot Read() => new(Mode, IsListening, Interlocked.Read(ref _relistened), Interlocked.Read(ref _bells));

    public void Switch(WakeUpMode mode)
    {
        CancellationTokenSource before;
        lock (_switching)
        {
            if (Mode == mode) return;
            LogSwitched(logger, Mode, mode);
            Volatile.Write(ref _mode, (int)mode);
            before = _switched;
            _switched = new CancellationTokenSource();
        }

        before.Cancel();
        before.Dispose();
        look.Set();
    }

    public void ListeningBegan(bool again)
    {
        Volatile.Write(ref _listening, 1);
        if (again) Interlocked.Increment(ref _relistened);
    }

    public void ListeningEnded()
    {
        // The next look must come at the poll interval, not at that of somebody who hears bells.
        if (Interlocked.Exchange(ref _listening, 0) == 1) look.Set();
    }

    public void Heard() => Interlocked.Increment(ref _bells);

    public void Dispose() => _switched.Dispose();

    [LoggerMessage(1351, LogLevel.Information, "The node finds work by {After} now, no longer by {Before}")]
    private static partial void LogSwitched(ILogger logger, WakeUpMode before, WakeUpMode after);
}
