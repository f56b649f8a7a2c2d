using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Tasker.Tests.Support;

namespace Tasker.Tests.Web.Live;

/// <summary>SignalR's JSON protocol by hand: a handshake, then records that end in 0x1E.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _records = new();
    private readonly Queue<JsonElement> _changes = new();
    private readonly CancellationTokenSource _patience = new(TaskerHarness.Patience);
    private string _rest = "";
    private int _lastCall;

    public static async Task<HubClient> ConnectAsync(Uri server, string? origin = null)
    {
        var client = new HubClient();
        client._socket.Options.SetRequestHeader("Origin", origin ?? server.GetLeftPart(UriPartial.Authority));
        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/live" }.Uri, client._patience.Token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.NextRecordAsync();
        return client;
    }

    public Task<JsonElement> SubscribeAsync(string group, long? since = null) => CallAsync("Subscribe", group, since);

    public async Task<JsonElement> CallAsync(string method, params object?[] arguments)
    {
        var id = $"{++_lastCall}";
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        while (true)
        {
            var message = JsonElement.Parse(await NextRecordAsync());
            if (message.GetProperty("type").GetInt32() == 3 && message.GetProperty("invocationId").GetString() == id)
            {
                return message.TryGetProperty("result", out var result) ? result : message;
            }

            Keep(message);
        }
    }

    /// <summary>The next message with changes: a list of groups.</summary>
    public async Task<JsonElement> ChangesAsync()
    {
        while (_changes.Count == 0) Keep(JsonElement.Parse(await NextRecordAsync()));
        return _changes.Dequeue();
    }

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open) await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, _patience.Token);
        _socket.Dispose();
        _patience.Dispose();
    }

    private void Keep(JsonElement message)
    {
        if (message.GetProperty("type").GetInt32() == 1 && message.GetProperty("target").GetString() == "changes")
        {
            _changes.Enqueue(message.GetProperty("arguments")[0]);
        }
    }

    private async Task SendAsync(string json) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, endOfMessage: true, _patience.Token);

    private async Task<string> NextRecordAsync()
    {
        var buffer = new byte[64 * 1024];
        while (_records.Count == 0)
        {
            var received = await _socket.ReceiveAsync(buffer, _patience.Token);
            if (received.MessageType == WebSocketMessageType.Close) throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            var parts = (_rest + Encoding.UTF8.GetString(buffer, 0, received.Count)).Split(End);
            foreach (var record in parts[..^1]) _records.Enqueue(record);
            _rest = parts[^1];
        }

        return _records.Dequeue();
    }
}
