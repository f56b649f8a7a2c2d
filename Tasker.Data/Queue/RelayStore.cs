using System.Collections.Concurrent;
using Npgsql;
using Tasker.Data.Flow;
using Tasker.Data.Reads;

namespace Tasker.Data.Queue;

/// <summary>The rows behind a broker: offered, taken back, claimed.</summary>
public sealed class RelayStore(TaskerDataSource data)
{
    private readonly ConcurrentDictionary<string, QueueTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Namespaces that have a queue.</summary>
    public async Task<IReadOnlyList<string>> NamespacesAsync(CancellationToken ct) =>
        await Rows.ListAsync(data.Engine, "select ns.name from tasker.namespaces ns order by ns.name", [], row => row.GetString(0), ct);

    /// <summary>Takes up to <paramref name="most"/> visible rows to offer them; they are hidden for a time.</summary>
    /// <returns>Their ids, oldest first.</returns>
    public async Task<IReadOnlyList<long>> OfferAsync(string queue, TimeSpan hide, int most, CancellationToken ct) =>
        await Rows.ListAsync(data.Engine, Table(queue).Offer, [Rows.Value(hide.TotalMilliseconds), Rows.Value(most)], row => row.GetInt64(0), ct);

    /// <summary>Puts up to <paramref name="most"/> rows whose offer ran out back to where they stood in their queue.</summary>
    public async Task ExpireAsync(string queue, int most, CancellationToken ct)
    {
        await using var command = data.Engine.CreateCommand(Table(queue).Expire);
        command.Parameters.Add(Rows.Value(most));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes rows visible again that nobody was offered.</summary>
    public async Task TakeBackAsync(string queue, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var command = data.Engine.CreateCommand(Table(queue).TakeBack);
        command.Parameters.Add(Rows.Value<long[]>([.. ids]));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Claims the steps of rows for a node. Rows that are gone were claimed before; <see cref="FlowResult.Taken"/> counts those that were there.</summary>
    public async Task<FlowResult> ClaimAsync(int node, string queue, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        await using var connection = await data.Engine.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        var command = new NpgsqlBatchCommand(Table(queue).ClaimMessages);
        command.Parameters.Add(Rows.Value(node));
        command.Parameters.Add(Rows.Value<long[]>([.. ids]));
        batch.BatchCommands.Add(command);
        return await FlowWriter.ReadAsync(batch, ct);
    }

    private QueueTable Table(string queue) => _tables.GetOrAdd(queue, QueueTable.Of);
}
