using System.Threading.Channels;

namespace Tasker.Runtime.Live;

/// <summary>
/// Wakes the reader of transitions: rung by the engine after its commits. Ringing is cheap, never blocks and says nothing but
/// "go and look", so rings that come together are one.
/// </summary>
public sealed class LiveBell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Something was committed.</summary>
    public void Ring() => _rings.Writer.TryWrite(true);

    /// <summary>Waits for a ring since the last wait, or for the time to pass.</summary>
    /// <returns>True when it rang.</returns>
    internal async Task<bool> WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken ct)
    {
        if (_rings.Reader.TryRead(out _)) return true;
        using var timeout = new CancellationTokenSource(most, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            return await _rings.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
