using Npgsql;

namespace Tasker.Data.Leases;

/// <summary>
/// Duties that one node at a time should do. A lease saves work, it proves nothing: a duty must be harmless when two nodes do it.
/// </summary>
public static class DutyLeases
{
    private const string HoldSql = """
        insert into tasker.duty_leases as d (name, term, node_id, lease_until)
        values ($1, 1, $2, clock_timestamp() + $3)
        on conflict (name) do update
        set term = d.term + (d.node_id <> excluded.node_id)::int, node_id = excluded.node_id, lease_until = excluded.lease_until
        where d.node_id = excluded.node_id or d.lease_until < clock_timestamp()
        returning d.term
        """;

    private const string EndSql = "update tasker.duty_leases d set lease_until = clock_timestamp() where d.node_id = $1 and d.lease_until > clock_timestamp()";

    /// <summary>Takes the duty, or keeps it.</summary>
    /// <param name="source">The engine's pool.</param>
    /// <param name="duty">Its name, at most 64 characters.</param>
    /// <param name="node">Who.</param>
    /// <param name="length">How long, from now.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The term, which rises with every change of the holder; null: another node has the duty.</returns>
    public static async Task<long?> TryHoldAsync(NpgsqlDataSource source, string duty, int node, TimeSpan length, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(HoldSql);
        command.Parameters.AddWithValue(duty);
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue(length);
        return await command.ExecuteScalarAsync(ct) as long?;
    }

    /// <summary>Gives all duties of a node back, so that others need not wait for their end.</summary>
    public static async Task EndAsync(NpgsqlDataSource source, int node, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        await using var command = source.CreateCommand(EndSql);
        command.Parameters.AddWithValue(node);
        await command.ExecuteNonQueryAsync(ct);
    }
}
