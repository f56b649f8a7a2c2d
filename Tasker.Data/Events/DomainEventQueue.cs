using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Flow;

namespace Tasker.Data.Events;

/// <summary>The queues of durable domain events, <c>{namespace}_domain_events</c>; made when the first event of a namespace goes out.</summary>
public sealed class DomainEventQueue(TaskerDataSource data)
{
    private readonly ConcurrentDictionary<string, string> _made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of a namespace's queue, without PGMQ's <c>q_</c>.</summary>
    /// <exception cref="ArgumentException">The namespace is not 1 to 29 characters of <c>[A-Za-z0-9_]</c>.</exception>
    public static string NameOf(string ns) => $"{QueueName.Of(ns).Namespace.ToLowerInvariant()}_domain_events";

    /// <summary>Puts events into the queue of their namespace, in order, in one commit.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="events">The events, JSON.</param>
    /// <param name="ct">Cancels.</param>
    public async Task SendAsync(string ns, IReadOnlyList<string> events, CancellationToken ct)
    {
        if (!_made.TryGetValue(ns, out var queue))
        {
            queue = NameOf(ns);
            await using var make = data.Engine.CreateCommand("""select pgmq."create"($1)""");
            make.Parameters.Add(new NpgsqlParameter<string> { TypedValue = queue });
            await make.ExecuteNonQueryAsync(ct);
            _made[ns] = queue;
        }

        await using var command = data.Engine.CreateCommand(
            $"insert into pgmq.q_{queue} (vt, message) select clock_timestamp(), i.message from unnest($1::jsonb[]) with ordinality as i(message, no) order by i.no");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. events], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(ct);
    }
}
