using Tasker.Runtime.Messaging;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

public sealed class InMemoryMessageQueueTests : MessageQueueContract
{
    private readonly InMemoryMessageQueue _queue = new(new MessagingOptions(), TimeProvider.System);

    private protected override IMessageQueue Queue => _queue;

    [Fact]
    public async Task Send_QueueFull_WaitsForRoom()
    {
        var small = new InMemoryMessageQueue(new MessagingOptions { MemoryCapacity = 1 }, TimeProvider.System);
        await small.SendAsync("small", [new OutgoingMessage("1")], default);

        var second = small.SendAsync("small", [new OutgoingMessage("2")], default);
        Assert.False(second.IsCompleted);
        var first = Assert.Single(await small.ReceiveAsync("small", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero, default));
        await small.AckAsync("small", [first.Receipt], default);

        await second.WaitAsync(TaskerHarness.Patience);
        Assert.Equal("2", Assert.Single(await small.ReceiveAsync("small", 10, TimeSpan.FromMinutes(1), TimeSpan.Zero, default)).Body);
    }

    private protected override Task<IReadOnlyList<(string Body, string Reason)>> ArchivedAsync(string queue) => Task.FromResult<IReadOnlyList<(string, string)>>(
        [.. _queue.Archived(queue).Select(a => (a.Body, a.Headers[ArchiveReasons.Header]))]);
}
