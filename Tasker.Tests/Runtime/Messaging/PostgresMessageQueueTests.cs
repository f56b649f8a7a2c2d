using Tasker.Data.Queue;
using Tasker.Runtime.Messaging;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Messaging;

public sealed class PostgresMessageQueueTests(FlowDatabase database) : MessageQueueContract, IClassFixture<FlowDatabase>
{
    private protected override IMessageQueue Queue { get; } = new PostgresMessageQueue(new QueueStore(database.Data), TimeProvider.System);

    private protected override async Task<IReadOnlyList<(string Body, string Reason)>> ArchivedAsync(string queue)
    {
        await using var command = database.Data.Console.CreateCommand($"select message, headers ->> 'tasker_reason' from pgmq.a_{queue} order by msg_id");
        await using var row = await command.ExecuteReaderAsync();
        var archived = new List<(string, string)>();
        while (await row.ReadAsync()) archived.Add((row.GetString(0), row.GetString(1)));
        return archived;
    }
}
