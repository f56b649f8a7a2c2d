using Tasker.Runtime.Engine;

namespace Tasker.Web.Live;

/// <summary>
/// This node's figures for everybody who looks at them: sampled four times a second while somebody does, and not at all otherwise.
/// One more viewer is one more call of a delegate, never one more reading.
/// </summary>
/// <param name="read">Reads the figures; null when this process runs no engine.</param>
/// <param name="clock">Time.</param>
public sealed class FiguresFeed(Func<NodeSnapshot?> read, TimeProvider clock) : IDisposable
{
    /// <summary>The time between two samples.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly List<Action<NodeSnapshot>> _viewers = [];
    private ITimer? _timer;
    private int _sampling;

    /// <summary>How many look.</summary>
    public int Viewers
    {
        get
        {
            lock (_lock) return _viewers.Count;
        }
    }

    /// <summary>The figures now; null when this process runs no engine.</summary>
    public NodeSnapshot? Read() => read();

    /// <summary>Calls <paramref name="changed"/> with each sample until the result is disposed of. It must return at once and not throw.</summary>
    public IDisposable Watch(Action<NodeSnapshot> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        lock (_lock)
        {
            _viewers.Add(changed);
            _timer ??= clock.CreateTimer(_ => Sample(), null, Period, Period);
        }

        return new Viewer(this, changed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _viewers.Clear();
            StopWhenAlone();
        }
    }

    private void Sample()
    {
        // Timers don't wait for each other: a sample that takes longer than the period must not pile up.
        if (Interlocked.Exchange(ref _sampling, 1) == 1) return;
        try
        {
            if (read() is not { } figures) return;
            Action<NodeSnapshot>[] viewers;
            lock (_lock) viewers = [.. _viewers];
            foreach (var viewer in viewers) viewer(figures);
        }
        finally
        {
            Volatile.Write(ref _sampling, 0);
        }
    }

    private void Leave(Action<NodeSnapshot> viewer)
    {
        lock (_lock)
        {
            _viewers.Remove(viewer);
            StopWhenAlone();
        }
    }

    private void StopWhenAlone()
    {
        if (_viewers.Count > 0) return;
        _timer?.Dispose();
        _timer = null;
    }

    private sealed class Viewer(FiguresFeed feed, Action<NodeSnapshot> changed) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) feed.Leave(changed);
        }
    }
}
