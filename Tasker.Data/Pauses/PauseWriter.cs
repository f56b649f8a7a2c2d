using Npgsql;
using NpgsqlTypes;
using Tasker.Data.Operators;
using Tasker.Data.Reads;

namespace Tasker.Data.Pauses;

/// <summary>Pauses and resumes, each with its audit row in one commit; and brings back what was put aside meanwhile.</summary>
public sealed class PauseWriter(TaskerDataSource data)
{
    private const int UnparkBatch = 5000;
    private const int MostDue = 100;
    private const int MostTries = 10;

    /// <summary>Pauses. From the commit on no claim that begins starts a step of the target.</summary>
    /// <param name="act">What, who and why.</param>
    /// <param name="until">When it ends by itself, database time; null: not by itself.</param>
    /// <param name="ct">Cancels the wait; an act that was already committed stays.</param>
    public async Task<OperatorOutcome> PauseAsync(PauseAct act, DateTimeOffset? until, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(act);
        var target = act.Target;
        var parameters = Parameters(act, "pause");
        parameters.AddRange(
        [
            Text(target.Scope.ToString().ToLowerInvariant()), Text(target.Namespace), Text(target.Template), Text(target.Version), Text(target.Queue),
            new NpgsqlParameter { Value = until is { } end ? end.UtcDateTime : DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        ]);
        var answer = await ActAsync(PauseSql.Pause, parameters, ct);
        return await OutcomeAsync(act, answer, "paused", ct);
    }

    /// <summary>Ends a pause. What was put aside comes back before the call returns, or, should the process die, by a sweep.</summary>
    public Task<OperatorOutcome> ResumeAsync(PauseAct act, CancellationToken ct) => ResumeAsync(act, onlyDue: false, ct);

    /// <summary>Ends pauses whose time is over or whose task has ended; the audit names the engine.</summary>
    /// <param name="newId">Gives keys for audit rows, UUIDv7.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many.</returns>
    public async Task<int> EndDueAsync(Func<Guid> newId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(newId);
        var ended = 0;
        foreach (var due in await Rows.ListAsync(data.Engine, PauseSql.Due, [Rows.Value(MostDue)], PauseReads.Item, ct))
        {
            // Without an end it is here because its task came to its own.
            var why = due.Until is null ? "its task has ended" : "its time is over, or its task has ended";
            var act = new PauseAct(newId(), due.Target, "engine", why, null);
            if (await ResumeAsync(act, onlyDue: true, ct) is OperatorOutcome.Applied) ended++;
        }

        return ended;
    }

    /// <summary>Puts aside what is paused among the first <paramref name="most"/> messages of a queue.</summary>
    /// <returns>How many were looked at, and how many of them were put aside.</returns>
    public static async Task<(int Looked, int Parked)> ParkAsync(NpgsqlDataSource source, string queue, int most, CancellationToken ct) =>
        (await Rows.ListAsync(source, PauseSql.Park, [Rows.Value(queue), Rows.Value(most)], row => (row.GetInt32(0), row.GetInt32(1)), ct))[0];

    /// <summary>Brings back messages of a queue that no pause covers any more.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> UnparkAsync(NpgsqlDataSource source, string queue, CancellationToken ct)
    {
        var freed = 0;
        for (long? after = 0; after is { } from;)
        {
            var found = await Rows.ListAsync(
                source, PauseSql.Unpark, [Rows.Value(queue), Rows.Value(from), Rows.Value(UnparkBatch)],
                row => (Last: row.IsDBNull(0) ? (long?)null : row.GetInt64(0), Freed: row.GetInt32(1)), ct);
            freed += found[0].Freed;
            after = found[0].Last;
        }

        return freed;
    }

    private async Task<OperatorOutcome> ResumeAsync(PauseAct act, bool onlyDue, CancellationToken ct)
    {
        var parameters = Parameters(act, "resume");
        parameters.Add(Rows.Value(onlyDue));
        var answer = await ActAsync(PauseSql.Resume, parameters, ct);
        // Not to be cancelled: the pause is over, and what it held back must not be forgotten with the caller.
        if (answer.Queue is { } queue) await UnparkAsync(data.Engine, queue, CancellationToken.None);
        return await OutcomeAsync(act, answer, "resumed", ct);
    }

    private async Task<Told> ActAsync(string sql, List<NpgsqlParameter> parameters, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return (await Rows.ListAsync(data.Console, sql, [.. parameters.Select(p => p.Clone())], Read, ct))[0];
            }
            catch (PostgresException e) when (tries < MostTries && e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // Two calls with one key at the same instant; the second sees the first now.
            }
        }
    }

    private async Task<OperatorOutcome> OutcomeAsync(PauseAct act, Told told, string applied, CancellationToken ct)
    {
        if (told.Outcome == "replayed") return new OperatorOutcome.Replayed(await OutcomeAsync(act, told with { Outcome = told.First!, Detail = told.FirstDetail }, applied, ct), told.FirstAt!.Value);
        switch (told.Outcome)
        {
            case "applied": return new OperatorOutcome.Applied(applied);
            case "refused": return new OperatorOutcome.Refused(told.Detail!);
            case "not_found": return new OperatorOutcome.NotFound();
            case "conflict":
                var holder = await Rows.FirstAsync(data.Console, PauseSql.Holder, [Rows.Value(act.Target.Key)], r => new { By = r.GetString(0), At = r.Time(1) }, ct);
                return holder is null ? new OperatorOutcome.Refused("it was paused and resumed meanwhile") : new OperatorOutcome.Conflict("paused", holder.By, holder.At);
            default: throw new InvalidOperationException($"a pause came out as '{told.Outcome}'");
        }
    }

    private static List<NpgsqlParameter> Parameters(PauseAct act, string what) =>
    [
        Rows.Value(act.CommandId), Text($"{act.Target.Scope.ToString().ToLowerInvariant()}.{what}"), Text(act.Target.Key), Text(act.Actor), Text(act.Reason),
        Text(act.IdempotencyKey), new NpgsqlParameter { Value = (object?)act.Target.TaskId?.Value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
    ];

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static Told Read(NpgsqlDataReader row) => new(row.GetString(0), row.Text(1), row.Text(2), row.Text(3), row.MaybeTime(4), row.Text(5));

    private sealed record Told(string Outcome, string? Detail, string? First, string? FirstDetail, DateTimeOffset? FirstAt, string? Queue);
}
