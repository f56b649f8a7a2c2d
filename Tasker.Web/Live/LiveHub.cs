using Microsoft.AspNetCore.SignalR;
using Tasker.Runtime.Live;

namespace Tasker.Web.Live;

/// <summary>
/// The console's live events for other programs, at <c>/hubs/live</c>. The contract is docs/live-hub.md. Read only; nothing a client
/// sends here changes anything but what it hears.
/// </summary>
internal sealed class LiveHub(ILiveFeed feed, IHubContext<LiveHub> context, TimeProvider clock) : Hub
{
    public const string Path = "/hubs/live";

    /// <summary>The method that is called on clients, with a list of <see cref="LiveGroupChanges"/>.</summary>
    public const string Message = "changes";

    private static readonly object Key = new();

    private LiveConnection Connection => (LiveConnection)Context.Items[Key]!;

    public override Task OnConnectedAsync()
    {
        var client = context.Clients.Client(Context.ConnectionId);
        Context.Items[Key] = new LiveConnection(feed, (changes, ct) => client.SendAsync(Message, changes, ct), clock);
        return base.OnConnectedAsync();
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await Connection.DisposeAsync();
        await base.OnDisconnectedAsync(exception);
    }

    /// <summary>Begins to send a group's events; with <paramref name="since"/> those that were missed come first, or a gap.</summary>
    public Task<LiveSubscribed> Subscribe(string? group, long? since) => Connection.SubscribeAsync(group, since);

    /// <summary>Ends a group.</summary>
    public Task<bool> Unsubscribe(string? group) => Connection.UnsubscribeAsync(group);
}
