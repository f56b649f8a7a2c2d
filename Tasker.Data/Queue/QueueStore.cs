using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Reads;

namespace Tasker.Data.Queue;

/// <summary>The message queue in PostgreSQL: each call is one statement and one commit, on the engine's pool.</summary>
public sealed class QueueStore(TaskerDataSource data)
{
    private readonly ConcurrentDictionary<string, QueueTable> _tables = new(StringComparer.Ordinal);

    /// <summary>Makes the queue's tables unless they are there.</summary>
    public async Task EnsureAsync(string queue, CancellationToken ct)
    {
        await using var command = data.Engine.CreateCommand("""select pgmq."create"($1)""");
        command.Parameters.Add(Rows.Value(Table(queue).Name));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Sends messages in order.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="messages">Bodies and headers, JSON, and how long each stays hidden.</param>
    /// <param name="ct">Cancels.</param>
    public Task SendAsync(string queue, IReadOnlyList<(string Body, string? Headers, TimeSpan Delay)> messages, CancellationToken ct) =>
        ExecuteAsync(Table(queue).Send, ct, Json(messages, m => m.Body), Json(messages, m => m.Headers), Array(messages, m => m.Delay.TotalMilliseconds));

    /// <summary>Takes up to <paramref name="most"/> visible messages, oldest first, and hides them for a time.</summary>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int most, TimeSpan hide, CancellationToken ct)
    {
        await using var command = Command(Table(queue).Receive, Rows.Value(hide.TotalMilliseconds), Rows.Value(most));
        await using var row = await command.ExecuteReaderAsync(ct);
        var messages = new List<QueueMessage>();
        while (await row.ReadAsync(ct))
        {
            messages.Add(new QueueMessage(
                row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), row.IsDBNull(3) ? "null" : row.GetString(3), row.Text(4)));
        }

        return messages;
    }

    /// <summary>Removes messages, each only while it was not read again.</summary>
    /// <returns>How many were there.</returns>
    public Task<int> AckAsync(string queue, IReadOnlyCollection<(long Id, int Read)> messages, CancellationToken ct) =>
        ExecuteAsync(Table(queue).Ack, ct, Ids(messages), Reads(messages));

    /// <summary>Hides messages for a time from now on; zero makes them visible.</summary>
    /// <returns>How many were there and not read again.</returns>
    public Task<int> HideAsync(string queue, IReadOnlyCollection<(long Id, int Read)> messages, TimeSpan time, CancellationToken ct) =>
        ExecuteAsync(Table(queue).Hide, ct, Ids(messages), Reads(messages), Rows.Value(time.TotalMilliseconds));

    /// <summary>Moves messages to the queue's archive with the reason in their headers (<c>tasker_reason</c>).</summary>
    /// <returns>How many were there and not read again.</returns>
    public Task<int> ArchiveAsync(string queue, IReadOnlyCollection<(long Id, int Read)> messages, string reason, CancellationToken ct) =>
        ExecuteAsync(Table(queue).Archive, ct, Ids(messages), Reads(messages), Rows.Value(reason));

    /// <summary>Figures; counting stops at <see cref="QueueItem.MostCounted"/>.</summary>
    public async Task<(int Depth, int Hidden, TimeSpan? Oldest)> MetricsAsync(string queue, CancellationToken ct)
    {
        await using var command = Command(Table(queue).Metrics, Rows.Value(QueueItem.MostCounted));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt32(0), row.GetInt32(1), row.Span(2));
    }

    private QueueTable Table(string queue) => _tables.GetOrAdd(queue, QueueTable.Of);

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = data.Engine.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter<long[]> Ids(IReadOnlyCollection<(long Id, int Read)> messages) => Array(messages, m => m.Id);

    private static NpgsqlParameter<int[]> Reads(IReadOnlyCollection<(long Id, int Read)> messages) => Array(messages, m => m.Read);

    private static NpgsqlParameter<TValue[]> Array<TItem, TValue>(IReadOnlyCollection<TItem> items, Func<TItem, TValue> pick) =>
        new() { TypedValue = [.. items.Select(pick)] };

    private static NpgsqlParameter<string?[]> Json<T>(IReadOnlyCollection<T> items, Func<T, string?> pick) =>
        new() { TypedValue = [.. items.Select(pick)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
