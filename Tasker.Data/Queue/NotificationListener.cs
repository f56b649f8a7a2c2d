using Npgsql;

namespace Tasker.Data.Queue;

/// <summary>The bell between nodes: LISTEN and NOTIFY on one channel, without a payload.</summary>
public static class NotificationListener
{
    private const string Channel = "tasker_bell";

    /// <summary>Rings once.</summary>
    public static async Task RingAsync(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand($"notify {Channel}");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Listens on a connection of its own until it breaks or <paramref name="ct"/> is cancelled. Calls <paramref name="heard"/> once at
    /// the start too, because a bell may have been missed before.
    /// </summary>
    /// <exception cref="NpgsqlException">The connection broke.</exception>
    public static async Task ListenAsync(NpgsqlDataSource dataSource, Action heard, CancellationToken ct)
    {
        // Not pooled, and pinged every 10 s: a half-open socket would otherwise stay "open" for ever.
        var text = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString)
        {
            Pooling = false, KeepAlive = 10, MaxAutoPrepare = 0, ApplicationName = "tasker-listener",
        };
        await using var connection = new NpgsqlConnection(text.ConnectionString);
        await connection.OpenAsync(ct);
        connection.Notification += (_, _) => heard();
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        heard();
        while (true) await connection.WaitAsync(ct);
    }
}
