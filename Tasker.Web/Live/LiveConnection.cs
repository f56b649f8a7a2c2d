using System.Collections.Concurrent;
using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>
/// One client of <see cref="LiveHub"/>: what it subscribed to, and the pace at which it is served. All its groups share one message,
/// at most ten a second; what comes in between is conflated where it waits. Sending waits for the client, so a slow one gets fewer,
/// fuller messages and holds nothing up.
/// </summary>
internal sealed class LiveConnection(ILiveFeed feed, Func<IReadOnlyList<LiveGroupChanges>, CancellationToken, Task> send, TimeProvider clock) : IAsyncDisposable
{
    public const int MostGroups = 100;

    /// <summary>The most events that wait for a client in one group; as many are replayed.</summary>
    public const int MostWaiting = 1_000;

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, Served> _groups = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    public int Groups => _groups.Count;

    /// <summary>Begins to serve a group. Again means anew: the earlier subscription ends. One call at a time.</summary>
    public async Task<LiveSubscribed> SubscribeAsync(string? group, long? since)
    {
        if (LiveGroup.Parse(group) is not { } interest)
        {
            return Refused("A group is 'global', 'tasks', 'workers', 'queues' or 'task:' and a task's id.");
        }

        var name = LiveGroup.Name(interest);
        await UnsubscribeAsync(name);
        if (_groups.Count >= MostGroups) return Refused($"A connection has at most {MostGroups} groups.");
        var seq = feed.LastSeq;
        var subscription = feed.Subscribe(interest, new LiveSubscribeOptions { Since = since, Capacity = MostWaiting });
        // Known before it is served: what is replayed waits already, and is taken from the groups that are known.
        var served = _groups[name] = new Served(subscription);
        served.Serving = ServeAsync(subscription);
        return new LiveSubscribed(name, seq, Problem: null);
    }

    /// <summary>Ends a group.</summary>
    /// <returns>False when there was none.</returns>
    public async Task<bool> UnsubscribeAsync(string? group)
    {
        if (LiveGroup.Parse(group) is not { } interest || !_groups.TryRemove(LiveGroup.Name(interest), out var ended)) return false;
        await ended.Subscription.DisposeAsync();
        await ended.Serving;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        foreach (var served in _groups.Values) await served.Subscription.DisposeAsync();
        await Task.WhenAll(_groups.Values.Select(g => g.Serving));
        _groups.Clear();
        _turn.Dispose();
        _closing.Dispose();
    }

    private LiveSubscribed Refused(string problem) => new(Group: null, feed.LastSeq, problem);

    private async Task ServeAsync(LiveSubscription subscription)
    {
        var ct = _closing.Token;
        try
        {
            // Whoever gets the turn takes what all groups have, so the others usually find nothing left.
            while (await subscription.WaitAsync(ct))
            {
                await _turn.WaitAsync(ct);
                try
                {
                    if (Take() is not { Count: > 0 } changes) continue;
                    await send(changes, ct);
                    await Task.Delay(AtMostEvery, clock, ct);
                }
                finally
                {
                    _turn.Release();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client left.
        }
    }

    private List<LiveGroupChanges> Take()
    {
        var changes = new List<LiveGroupChanges>();
        foreach (var (name, group) in _groups)
        {
            if (group.Subscription.TryRead() is { } batch) changes.Add(LiveGroupChanges.Of(name, batch));
        }

        return changes;
    }

    private sealed class Served(LiveSubscription subscription)
    {
        public LiveSubscription Subscription { get; } = subscription;

        public Task Serving { get; set; } = Task.CompletedTask;
    }
}
