using System.Net.WebSockets;
using System.Text.Json;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Live;

/// <summary>The hub as its clients meet it: over a socket, in SignalR's JSON protocol.</summary>
[Trait("Feature", "F144")]
public sealed class LiveHubTests(HubServer server) : IClassFixture<HubServer>
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Subscribe_OneTask_HearsOfThatTaskOnly()
    {
        var (mine, other) = (TaskId.New(TimeProvider.System), TaskId.New(TimeProvider.System));
        await using var client = await HubClient.ConnectAsync(server.Address);
        var answer = await client.SubscribeAsync($"task:{mine.Value}");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("problem").ValueKind);
        server.Feed.Publish([Step(other, 0, "complete"), Step(mine, 3, "in_progress")]);
        var group = Assert.Single((await client.ChangesAsync()).EnumerateArray());
        var change = Assert.Single(group.GetProperty("events").EnumerateArray());
        Assert.Equal($"task:{mine.Value}", group.GetProperty("group").GetString());
        Assert.Equal((mine.Value, 3, "in_progress", "step"), (
            change.GetProperty("taskId").GetGuid(), change.GetProperty("stepNo").GetInt32(), change.GetProperty("to").GetString(), change.GetProperty("kind").GetString()));
        Assert.Equal(change.GetProperty("seq").GetInt64(), group.GetProperty("through").GetInt64());
    }

    [Fact]
    public async Task Subscribe_Since_ReplaysWhatWasMissed()
    {
        var task = TaskId.New(TimeProvider.System);
        var since = server.Feed.LastSeq;
        server.Feed.Publish([Step(task, 0, "in_progress"), Step(task, 1, "in_progress")]);
        await using var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync($"task:{task.Value}", since);
        var group = Assert.Single((await client.ChangesAsync()).EnumerateArray());
        Assert.False(group.GetProperty("gap").GetBoolean());
        Assert.Equal([0, 1], group.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("stepNo").GetInt32()));
    }

    [Fact]
    public async Task Subscribe_SinceIsNoLongerKept_SaysGap()
    {
        await using var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync("tasks", since: 1);
        var group = Assert.Single((await client.ChangesAsync()).EnumerateArray());
        Assert.True(group.GetProperty("gap").GetBoolean());
        Assert.Empty(group.GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task Changes_Burst_IsConflatedToTheLatest()
    {
        var task = TaskId.New(TimeProvider.System);
        await using var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync($"task:{task.Value}");
        server.Feed.Publish([.. Enumerable.Range(0, 500).Select(_ => Step(task, 0, "in_progress")), Step(task, 0, "complete")]);
        var group = Assert.Single((await client.ChangesAsync()).EnumerateArray());
        Assert.Equal("complete", Assert.Single(group.GetProperty("events").EnumerateArray()).GetProperty("to").GetString());
        Assert.Equal(500, group.GetProperty("conflated").GetInt64());
    }

    [Fact]
    public async Task Changes_TwoGroups_ShareOneMessage()
    {
        var task = TaskId.New(TimeProvider.System);
        await using var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync($"task:{task.Value}");
        await client.SubscribeAsync("global");
        // The first message may go out between two offers; while its pause lasts, both groups collect.
        server.Feed.Publish([Step(task, 0, "in_progress")]);
        await client.ChangesAsync();
        server.Feed.Publish([Step(task, 1, "in_progress")]);
        server.Feed.Publish([Step(task, 2, "in_progress")]);
        var seen = new HashSet<(string?, int)>();
        while (!seen.Contains(("global", 2)) || !seen.Contains(($"task:{task.Value}", 2)))
        {
            var message = await client.ChangesAsync();
            foreach (var group in message.EnumerateArray())
            {
                foreach (var change in group.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("taskId").GetGuid() == task.Value))
                {
                    Assert.True(seen.Add((group.GetProperty("group").GetString(), change.GetProperty("stepNo").GetInt32())));
                }
            }
        }
    }

    [Fact]
    public async Task Unsubscribe_Group_HearsNothingMore()
    {
        var (left, kept) = (TaskId.New(TimeProvider.System), TaskId.New(TimeProvider.System));
        await using var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync($"task:{left.Value}");
        await client.SubscribeAsync($"task:{kept.Value}");
        Assert.True((await client.CallAsync("Unsubscribe", $"task:{left.Value}")).GetBoolean());
        Assert.False((await client.CallAsync("Unsubscribe", $"task:{left.Value}")).GetBoolean());
        server.Feed.Publish([Step(left, 0, "complete"), Step(kept, 0, "complete")]);
        Assert.Equal($"task:{kept.Value}", Assert.Single((await client.ChangesAsync()).EnumerateArray()).GetProperty("group").GetString());
    }

    [Fact]
    public async Task Subscribe_HundredAndFirstGroup_IsRefusedAndTheFormerStay()
    {
        await using var client = await HubClient.ConnectAsync(server.Address);
        var first = TaskId.New(TimeProvider.System);
        await client.SubscribeAsync($"task:{first.Value}");
        for (var i = 1; i < 100; i++) await client.SubscribeAsync($"task:{Guid.CreateVersion7()}");
        var answer = await client.SubscribeAsync("global");
        Assert.Contains("at most 100 groups", answer.GetProperty("problem").GetString());
        server.Feed.Publish([Step(first, 0, "complete")]);
        Assert.Single((await client.ChangesAsync()).EnumerateArray());
    }

    [Theory]
    [InlineData("task:")]
    [InlineData("task:42")]
    [InlineData("everything")]
    [InlineData("")]
    public async Task Subscribe_UnknownGroup_IsRefusedInWords(string group)
    {
        await using var client = await HubClient.ConnectAsync(server.Address);
        Assert.StartsWith("A group is", (await client.SubscribeAsync(group)).GetProperty("problem").GetString());
    }

    [Fact]
    public async Task Connect_ForeignOrigin_IsForbidden() =>
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(server.Address, "http://evil.example"));

    [Fact]
    public async Task Disconnect_Client_LeavesNoSubscription()
    {
        // Clients of earlier tests may still be on their way out.
        await SubscribersAsync(0);
        var client = await HubClient.ConnectAsync(server.Address);
        await client.SubscribeAsync("queues");
        Assert.Equal(1, server.Feed.Subscribers);
        await client.DisposeAsync();
        await SubscribersAsync(0);
    }

    private Task<int> SubscribersAsync(int wanted) => TaskerHarness.UntilAsync(() => Task.FromResult(server.Feed.Subscribers), n => n == wanted);

    private static LiveEvent Step(TaskId task, int step, string to) =>
        new(0, LiveEventKind.Step, 0, task, step, 1, "enqueued", to, 1, At, Actor: null);
}
