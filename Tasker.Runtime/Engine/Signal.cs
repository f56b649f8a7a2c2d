using System.Threading.Channels;

namespace Tasker.Runtime.Engine;

/// <summary>"Something changed, go look": set any number of times, it wakes one waiting loop once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _set.Writer.TryWrite(true);

    /// <summary>Waits until it is set or the time is over.</summary>
    /// <returns>True when it was set.</returns>
    public async Task<bool> WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_set.Reader.TryRead(out _)) return true;
        if (time <= TimeSpan.Zero) return false;
        using var timeout = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            return await _set.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
