using NpgsqlTypes;
using Tasker.Data.Operators;
using Tasker.Data.Reads;

namespace Tasker.Data.Failures;

/// <summary>Writes what people say about clusters, with the audit row in one commit.</summary>
public sealed class ClusterWriter(TaskerDataSource data)
{
    private const string Sql = """
        select r.was, r.by_whom, r.since, r.applied, r.earlier from tasker.set_failure_status($1, $2, $3, $4, $5, $6, $7, $8) r
        """;

    /// <summary>Writes it.</summary>
    /// <returns>Applied with the status, a conflict when it is not the expected one, refused, or not found.</returns>
    public async Task<OperatorOutcome> WriteAsync(ClusterAct act, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        var (was, by, since, applied, earlier) = (await Rows.ListAsync(
            data.Console, Sql,
            [
                Rows.Value(act.Cluster), Rows.Value(act.Status), Rows.Maybe(act.Expected, NpgsqlDbType.Text),
                Rows.Maybe(act.Until?.UtcDateTime, NpgsqlDbType.TimestampTz), Rows.Value(act.CommandId), Rows.Maybe(act.IdempotencyKey, NpgsqlDbType.Text),
                Rows.Value(act.Actor), Rows.Value(act.Reason),
            ],
            row => (row.Text(0), row.Text(1), row.MaybeTime(2), row.GetBoolean(3), row.Text(4)), ct))[0];
        if (earlier is not null)
        {
            return earlier.Length == 0
                ? new OperatorOutcome.Refused("the idempotency key belongs to another command")
                : new OperatorOutcome.Replayed(new OperatorOutcome.Applied(earlier), since!.Value);
        }

        if (applied) return new OperatorOutcome.Applied(act.Status);
        return was is null ? new OperatorOutcome.NotFound() : new OperatorOutcome.Conflict(was, by!, since!.Value);
    }
}
