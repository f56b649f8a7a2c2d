using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using RabbitMQ.Client;
using Tasker.Runtime.Messaging;
using Tasker.Runtime.Messaging.RabbitMq;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

[Trait("Category", "Broker")]
public sealed class RabbitMqMessageQueueTests : MessageQueueContract, IClassFixture<RabbitMqBroker>, IAsyncDisposable
{
    private readonly RabbitMqBroker _broker;
    private readonly RabbitMqLink _link;
    private readonly RabbitMqMessageQueue _queue;

    public RabbitMqMessageQueueTests(RabbitMqBroker broker)
    {
        _broker = broker;
        var options = new RabbitMqOptions { Uri = broker.Uri, LongestPause = TimeSpan.FromMilliseconds(200) };
        _link = new RabbitMqLink(options, () => 0.5, TimeProvider.System, NullLogger<RabbitMqLink>.Instance);
        _queue = new RabbitMqMessageQueue(_link, options, TimeProvider.System);
    }

    private protected override IMessageQueue Queue => _queue;

    [Fact]
    public async Task BrokerRestarted_ConfirmedMessages_AreStillThere()
    {
        await _queue.EnsureAsync("survivors", default);
        await _queue.SendAsync("survivors", [new OutgoingMessage("1"), new OutgoingMessage("2")], default);
        var held = Assert.Single(await _queue.ReceiveAsync("survivors", 1, TimeSpan.FromMinutes(10), TaskerHarness.Patience, default));

        await _broker.StopAsync();
        await Assert.ThrowsAsync<MessageBrokerException>(() => _queue.SendAsync("survivors", [new OutgoingMessage("3")], default));
        await _broker.StartAsync();
        var (again, _) = await TaskerHarness.UntilAsync(
            async () =>
            {
                try
                {
                    return (await _queue.ReceiveAsync("survivors", 10, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(5), default), "nothing came");
                }
                catch (MessageBrokerException e)
                {
                    return ([], e.ToString());
                }
            },
            found => found.Item1.Count > 0,
            found => found.Item2);

        Assert.Contains("1", again.Select(m => m.Body));
        Assert.Equal(0, await _queue.AckAsync("survivors", [held.Receipt], default));
    }

    [Fact]
    public async Task Queue_OnABrokerThatHasThem_IsAQuorumQueue()
    {
        await _queue.EnsureAsync("replicated", default);
        await _queue.SendAsync("replicated", [new OutgoingMessage("1")], default);

        var message = await ReadAsync();
        for (var i = 0; i < 2; i++)
        {
            await _queue.HideAsync("replicated", [message.Receipt], TimeSpan.Zero, default);
            message = await ReadAsync();
        }

        // Classic queues do not count deliveries: there it would be 2.
        Assert.Equal(3, message.ReadCount);

        async Task<ReceivedMessage> ReadAsync() =>
            Assert.Single(await _queue.ReceiveAsync("replicated", 1, TimeSpan.FromMinutes(10), TaskerHarness.Patience, default));
    }

    [Fact]
    public async Task Open_WrongPassword_NamesNoSecret()
    {
        var options = new RabbitMqOptions { Uri = _broker.Uri.Replace("guest:guest", "guest:hunter2", StringComparison.Ordinal) };
        await using var link = new RabbitMqLink(options, () => 0.5, TimeProvider.System, NullLogger<RabbitMqLink>.Instance);

        var error = await Assert.ThrowsAsync<MessageBrokerException>(() => link.OpenAsync(default));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _link.DisposeAsync();
    }

    private protected override async Task<IReadOnlyList<(string Body, string Reason)>> ArchivedAsync(string queue)
    {
        var factory = new ConnectionFactory { Uri = new Uri(_broker.Uri) };
        await using var connection = await factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var archived = new List<(string, string)>();
        while (await channel.BasicGetAsync(RabbitMqTopology.ArchiveOf(queue), autoAck: true) is { } message)
        {
            archived.Add((Encoding.UTF8.GetString(message.Body.Span), Encoding.UTF8.GetString((byte[])message.BasicProperties.Headers![ArchiveReasons.Header]!)));
        }

        return archived;
    }
}
