using Npgsql;
using Tasker.Data.Operators;
using Tasker.Data.Reads;

namespace Tasker.Data.Queue;

/// <summary>What was put aside, queue by queue: looked at and put back, on the console's pool.</summary>
public sealed class ArchiveStore(TaskerDataSource data)
{
    /// <summary>A queue's archive, newest first, from below an id on.</summary>
    /// <returns>Null: there is no such queue.</returns>
    public async Task<IReadOnlyList<ArchivedMessage>?> ListAsync(string queue, long below, int rows, CancellationToken ct)
    {
        if (!await ExistsAsync(queue, ct)) return null;
        return await Rows.ListAsync(
            data.Console, QueueTable.Of(queue).ListArchive, [Rows.Value(below), Rows.Value(rows)],
            row => new ArchivedMessage(row.GetInt64(0), row.Text(1), row.GetInt32(2), row.Time(3), row.Time(4), row.Text(5), row.Text(6)), ct);
    }

    /// <summary>Puts a message back into its queue; recorded as <c>message.replay</c> in the same commit.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="id">The message.</param>
    /// <param name="command">The id under which it is recorded.</param>
    /// <param name="actor">Who.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<OperatorOutcome> ReplayAsync(string queue, long id, Guid command, string actor, string reason, CancellationToken ct)
    {
        if (!await ExistsAsync(queue, ct)) return new OperatorOutcome.NotFound();
        NpgsqlParameter[] parameters = [Rows.Value(id), Rows.Value(queue), Rows.Value(command), Rows.Value(actor), Rows.Value(reason)];
        return await Rows.FirstAsync<OperatorOutcome>(
            data.Console, QueueTable.Of(queue).Replay, parameters,
            row => row.Text(0) is { } refusal ? new OperatorOutcome.Refused(refusal) : new OperatorOutcome.Applied($"queued as {row.GetInt64(1)}"), ct)
            ?? new OperatorOutcome.NotFound();
    }

    private async Task<bool> ExistsAsync(string queue, CancellationToken ct)
    {
        if (!QueueTable.IsName(queue)) return false;
        await using var command = data.Console.CreateCommand("select to_regclass('pgmq.a_' || $1) is not null");
        command.Parameters.Add(Rows.Value(queue));
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
