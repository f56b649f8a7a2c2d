using System.Data;
using Npgsql;

namespace Tasker.Data.Checks;

/// <summary>Proves the invariants against the database, all in one snapshot and without a lock, so that it may run beside the engine.</summary>
public static class Checker
{
    /// <summary>How many rows of a violation are reported.</summary>
    public const int MostRows = 20;

    // A misjudged row count must not make a check quadratic, and the console's statement timeout is not meant for this.
    private const string Settings = """
        set local statement_timeout = 0;
        set local enable_nestloop = off;
        set local enable_seqscan = on;
        set local jit = off;
        set local work_mem = '64MB';
        """;

    /// <summary>Runs the checks.</summary>
    /// <param name="dataSource">A role that may read the schemas <c>tasker</c> and <c>pgmq</c>.</param>
    /// <param name="quiescent">True when nothing runs any more: what must hold then is checked, too.</param>
    /// <param name="ct">Cancels the check.</param>
    /// <returns>What does not hold; empty when all is well.</returns>
    public static async Task<IReadOnlyList<Violation>> RunAsync(NpgsqlDataSource dataSource, bool quiescent, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        return await RunInTransactionAsync(connection, quiescent, ct);
    }

    /// <summary>Runs the checks in the caller's transaction, and so sees what it has not committed.</summary>
    internal static async Task<IReadOnlyList<Violation>> RunInTransactionAsync(NpgsqlConnection connection, bool quiescent, CancellationToken ct)
    {
        await using (var settings = new NpgsqlCommand(Settings, connection)) await settings.ExecuteNonQueryAsync(ct);
        var violations = new List<Violation>();
        foreach (var invariant in Invariants.All.Where(i => quiescent || i.Phase == CheckPhase.Always))
        {
            if (await RunAsync(connection, invariant, ct) is { } violation) violations.Add(violation);
        }

        return violations;
    }

    private static async Task<Violation?> RunAsync(NpgsqlConnection connection, Invariant invariant, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select to_jsonb(violation)::text from ({invariant.Sql}) violation limit {MostRows + 1}", connection);
        command.CommandTimeout = 0;
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(reader.GetString(0));
        return rows.Count == 0 ? null : new Violation(invariant.Id, invariant.Statement, [.. rows.Take(MostRows)], rows.Count > MostRows);
    }
}
