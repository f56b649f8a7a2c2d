using Npgsql;
using NpgsqlTypes;

namespace Tasker.Data.Leases;

/// <summary>
/// Leases of nodes. One row per process start, renewed by heartbeat; it covers every attempt that names the node. All times are the
/// database's.
/// </summary>
public static class NodeStore
{
    /// <summary>Writes the row of this process start.</summary>
    /// <returns>The node's id: new at every start, so nothing that an earlier process left can be mistaken for its own.</returns>
    public static async Task<int> RegisterAsync(NpgsqlDataSource dataSource, NodeRegistration node, TimeSpan lease, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            insert into tasker.nodes (instance, host, pid, roles, namespaces, started_at, renewed_at, lease_until)
            values ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp(), clock_timestamp() + $6)
            returning node_id
            """);
        command.Parameters.AddWithValue(node.Instance);
        command.Parameters.AddWithValue(node.Host);
        command.Parameters.AddWithValue(node.Pid);
        command.Parameters.AddWithValue(node.Roles);
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)node.Namespaces ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.AddWithValue(lease);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Renews the lease and reports figures.</summary>
    /// <returns>False: the lease had run out, others may have begun to take what the node held; it must drop what it holds and register anew.</returns>
    public static async Task<bool> RenewAsync(NpgsqlDataSource dataSource, int node, TimeSpan lease, string stats, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            update tasker.nodes
            set renewed_at = clock_timestamp(), lease_until = clock_timestamp() + $2, stats = $3
            where node_id = $1 and stopped_at is null and lease_until > clock_timestamp()
            """);
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue(lease);
        command.Parameters.Add(new NpgsqlParameter { Value = stats, NpgsqlDbType = NpgsqlDbType.Jsonb });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Says goodbye: the lease ends now, whatever the node still held is free for others at once.</summary>
    public static async Task StopAsync(NpgsqlDataSource dataSource, int node, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            update tasker.nodes
            set lease_until = least(lease_until, clock_timestamp()),
                stopped_at = case when not exists (
                    select 1
                    from tasker.tasks t
                    join tasker.steps s on s.task_id = t.task_id
                    where t.phase = 0 and t.steps_active > 0 and s.state = 3 and s.lease_node = $1) then clock_timestamp() end
            where node_id = $1
            """);
        command.Parameters.AddWithValue(node);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whether the node's lease still runs.</summary>
    public static async Task<bool> IsRunningAsync(NpgsqlDataSource dataSource, int node, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            "select exists (select 1 from tasker.nodes n where n.node_id = $1 and n.stopped_at is null and n.lease_until > clock_timestamp())");
        command.Parameters.AddWithValue(node);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>
    /// Marks a node whose attempts were all ended as gone, once its lease has been over for a while: until then a claim that it had under way
    /// may still show up, and must be found.
    /// </summary>
    /// <returns>True when it was marked.</returns>
    public static async Task<bool> RetireAsync(NpgsqlDataSource dataSource, int node, TimeSpan after, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("""
            update tasker.nodes set stopped_at = clock_timestamp()
            where node_id = $1 and stopped_at is null and lease_until < clock_timestamp() - $2
            """);
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue(after);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
