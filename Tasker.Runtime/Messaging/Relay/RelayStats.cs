namespace Tasker.Runtime.Messaging.Relay;

/// <summary>Counts what went by way of the broker. A snapshot may be torn between its fields.</summary>
internal sealed class RelayStats
{
    private long _offered;
    private long _claimed;
    private long _dropped;
    private long _failures;

    public void CountOffered(int rows) => Interlocked.Add(ref _offered, rows);

    public void CountReceived(int messages, int claimed)
    {
        Interlocked.Add(ref _claimed, claimed);
        Interlocked.Add(ref _dropped, messages - claimed);
    }

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public RelaySnapshot Read() => new(
        Interlocked.Read(ref _offered), Interlocked.Read(ref _claimed), Interlocked.Read(ref _dropped), Interlocked.Read(ref _failures));
}
