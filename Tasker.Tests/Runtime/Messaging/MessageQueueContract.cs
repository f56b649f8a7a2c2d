using System.Text.Json;
using Tasker.Runtime.Messaging;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

/// <summary>What every provider does. Each test has a queue of its own.</summary>
[Trait("Feature", "F045")]
public abstract class MessageQueueContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TaskerHarness.Patience;
    private static int _lastQueue;

    private readonly string _name = $"contract_{Interlocked.Increment(ref _lastQueue)}";

    /// <summary>The provider under test.</summary>
    private protected abstract IMessageQueue Queue { get; }

    [Fact]
    public async Task Send_BodyAndHeaders_ArriveAsTheyWere()
    {
        await Queue.EnsureAsync(_name, default);
        var before = TimeProvider.System.GetUtcNow();

        await Queue.SendAsync(_name, [new OutgoingMessage("""{"text": "ä\u0001", "n": 1}""") { Headers = new Dictionary<string, string> { ["kind"] = "tést" } }], default);
        var message = Assert.Single(await ReceiveAsync(1));

        using var body = JsonDocument.Parse(message.Body);
        Assert.Equal("ä\u0001", body.RootElement.GetProperty("text").GetString());
        Assert.Equal("tést", Assert.Single(message.Headers).Value);
        Assert.Equal(1, message.ReadCount);
        Assert.InRange(message.SentAt, before - TimeSpan.FromSeconds(5), before + Patience);
    }

    [Fact]
    public async Task Receive_ManySent_ComeOnceEachInOrder()
    {
        await SendAsync([.. Enumerable.Range(0, 300)]);

        var bodies = new List<string>();
        while (bodies.Count < 300)
        {
            var some = await ReceiveAsync(40);
            Assert.InRange(some.Count, 1, 40);
            bodies.AddRange(some.Select(m => m.Body));
            await Queue.AckAsync(_name, [.. some.Select(m => m.Receipt)], default);
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), bodies);
        Assert.Empty(await Queue.ReceiveAsync(_name, 10, Long, TimeSpan.Zero, default));
    }

    [Fact]
    [Trait("Feature", "F039")]
    public async Task Receive_NotAcknowledged_ComesAgainAfterTheTimeout()
    {
        await SendAsync(1);

        var first = Assert.Single(await Queue.ReceiveAsync(_name, 1, Short, Patience, default));
        var second = Assert.Single(await ReceiveAsync(1));

        Assert.Equal(first.Body, second.Body);
        Assert.Equal((1, 2), (first.ReadCount, second.ReadCount));
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [Fact]
    [Trait("Feature", "F039")]
    public async Task Receive_WhileHidden_FindsNothing()
    {
        await SendAsync(1);
        await ReceiveAsync(1);

        Assert.Empty(await Queue.ReceiveAsync(_name, 1, Long, TimeSpan.FromMilliseconds(300), default));
    }

    [Fact]
    [Trait("Feature", "F039")]
    public async Task Ack_Twice_SucceedsAndEndsOnce()
    {
        await SendAsync(1);
        var message = Assert.Single(await ReceiveAsync(1));

        Assert.Equal(1, await Queue.AckAsync(_name, [message.Receipt], default));
        Assert.Equal(0, await Queue.AckAsync(_name, [message.Receipt], default));
    }

    [Fact]
    [Trait("Feature", "F039")]
    public async Task Ack_AfterSomebodyElseGotIt_DoesNotEndIt()
    {
        await SendAsync(1);
        var late = Assert.Single(await Queue.ReceiveAsync(_name, 1, Short, Patience, default));
        var current = Assert.Single(await ReceiveAsync(1));

        Assert.Equal(0, await Queue.AckAsync(_name, [late.Receipt], default));
        Assert.Equal(0, await Queue.HideAsync(_name, [late.Receipt], TimeSpan.Zero, default));
        Assert.Equal(1, await Queue.AckAsync(_name, [current.Receipt], default));
    }

    [Fact]
    public async Task Hide_Zero_GivesTheMessageBackAtOnce()
    {
        await SendAsync(1);
        var message = Assert.Single(await ReceiveAsync(1));

        Assert.Equal(1, await Queue.HideAsync(_name, [message.Receipt], TimeSpan.Zero, default));

        Assert.Equal(2, Assert.Single(await ReceiveAsync(1)).ReadCount);
    }

    [Fact]
    public async Task Hide_Longer_KeepsTheMessage()
    {
        await SendAsync(1);
        var message = await HeldAsync(TimeSpan.FromSeconds(2), receipt => Queue.HideAsync(_name, [receipt], Long, default));

        Assert.Empty(await Queue.ReceiveAsync(_name, 1, Long, TimeSpan.FromSeconds(3), default));
        Assert.Equal(1, await Queue.AckAsync(_name, [message.Receipt], default));
    }

    [Fact]
    public async Task Send_WithDelay_ComesNotBefore()
    {
        await Queue.EnsureAsync(_name, default);
        // Where sending and receiving took longer than the delay, nothing was shown: once more, with a longer one.
        for (var delay = TimeSpan.FromMilliseconds(600); ; delay *= 2)
        {
            var sent = TimeProvider.System.GetTimestamp();
            await Queue.SendAsync(_name, [new OutgoingMessage("1") { Delay = delay }, new OutgoingMessage("2")], default);
            var first = Assert.Single(await ReceiveAsync(1));
            var tooSlow = TimeProvider.System.GetElapsedTime(sent) >= delay;
            var second = Assert.Single(await ReceiveAsync(1));
            Assert.True(TimeProvider.System.GetElapsedTime(sent) >= delay);
            Assert.Equal(2, await Queue.AckAsync(_name, [first.Receipt, second.Receipt], default));
            if (tooSlow && delay < Patience) continue;
            Assert.Equal(("2", "1"), (first.Body, second.Body));
            return;
        }
    }

    [Fact]
    [Trait("Feature", "F043")]
    public async Task Archive_Received_NeverComesAgain()
    {
        await SendAsync(1);
        await HeldAsync(Short, receipt => Queue.ArchiveAsync(_name, [receipt], ArchiveReasons.Malformed, default));

        Assert.Empty(await Queue.ReceiveAsync(_name, 1, Long, Short * 3, default));
        var (body, reason) = Assert.Single(await ArchivedAsync(_name));
        Assert.Equal(("1", ArchiveReasons.Malformed), (body, reason));
    }

    [Fact]
    public async Task Receive_EightReaders_NoMessageTwice()
    {
        await SendAsync([.. Enumerable.Range(0, 400)]);
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            // A broker that is slow to deliver is no reason to leave.
            for (var since = TimeProvider.System.GetTimestamp(); seen.Count < 400 && TimeProvider.System.GetElapsedTime(since) < Patience;)
            {
                var some = await Queue.ReceiveAsync(_name, 7, Long, TimeSpan.FromMilliseconds(500), default);
                foreach (var message in some) seen.Add(message.Body);
                await Queue.AckAsync(_name, [.. some.Select(m => m.Receipt)], default);
            }
        }));

        Assert.Equal(400, seen.Count);
        Assert.Equal(400, seen.Distinct().Count());
    }

    [Fact]
    [Trait("Feature", "F044")]
    public async Task Metrics_SomeHeld_TellsThemApart()
    {
        await SendAsync(1, 2, 3);
        await ReceiveAsync(1);

        var metrics = await Queue.MetricsAsync(_name, default);

        Assert.Equal((2, 1), (metrics.Depth, metrics.Hidden));
    }

    [Fact]
    public async Task Receive_Cancelled_EndsTheWait()
    {
        await Queue.EnsureAsync(_name, default);
        using var cancel = new CancellationTokenSource();
        var waiting = Queue.ReceiveAsync(_name, 1, Long, Patience, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a;drop table x")]
    [InlineData("a2345678901234567890123456789012345678901234567890")]
    public async Task Ensure_NameThatIsNone_IsRefused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Queue.EnsureAsync(name, default));

    /// <summary>What a queue's archive holds: bodies and reasons.</summary>
    private protected abstract Task<IReadOnlyList<(string Body, string Reason)>> ArchivedAsync(string queue);

    private async Task SendAsync(params int[] bodies)
    {
        await Queue.EnsureAsync(_name, default);
        await Queue.SendAsync(_name, [.. bodies.Select(b => new OutgoingMessage($"{b}"))], default);
    }

    /// <summary>
    /// Receives the only message for a short time and does something with it while that lasts; one who came too late gets it again. The last
    /// act must have taken effect.
    /// </summary>
    private async Task<ReceivedMessage> HeldAsync(TimeSpan visibility, Func<MessageReceipt, Task<int>> act)
    {
        for (var since = TimeProvider.System.GetTimestamp(); ;)
        {
            var message = Assert.Single(await Queue.ReceiveAsync(_name, 1, visibility, Patience, default));
            var received = TimeProvider.System.GetTimestamp();
            var done = await act(message.Receipt);
            if (done == 1) return message;
            // Not done is an answer only where the time was over.
            Assert.True(TimeProvider.System.GetElapsedTime(received) > visibility / 2, "the message was held, and nothing was done with it");
            Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, Patience);
        }
    }

    private Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int most) => Queue.ReceiveAsync(_name, most, Long, Patience, default);
}
