using Npgsql;

namespace Tasker.Data.Queue;

/// <summary>The bell between nodes: LISTEN and NOTIFY on one channel, without a payload.</summary>
public static class NotificationListener
{
    /// <summary>The name under which the listening connection appears in <c>pg_stat_activity</c>.</summary>
    public const string ApplicationName = "tasker-listener";

    private const string Channel = "tasker_bell";

    /// <summary>Rings once.</summary>
    public static async Task RingAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand($"notify {Channel}");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Listens on a connection of its own until it breaks or <paramref name="ct"/> is cancelled.</summary>
    /// <param name="data">Its <see cref="TaskerDataSource.Listener"/> gives the connection.</param>
    /// <param name="listening">Called once bells can be heard; whoever was deaf before should look then, because one may have been missed.</param>
    /// <param name="heard">Called for every bell.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="NpgsqlException">The connection could not be made, or broke.</exception>
    public static async Task ListenAsync(TaskerDataSource data, Action listening, Action heard, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(listening);
        ArgumentNullException.ThrowIfNull(heard);
        await using var connection = await data.Listener.OpenConnectionAsync(ct);
        connection.Notification += (_, _) => heard();
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        listening();
        while (true) await connection.WaitAsync(ct);
    }
}
