using Npgsql;

namespace Tasker.Data.Operators;

/// <summary>Reads the rows of <see cref="OperatorSql.Outcomes"/>.</summary>
internal static class OutcomeRow
{
    public static OperatorOutcome Read(NpgsqlDataReader row)
    {
        if (row.IsDBNull(2)) return new OperatorOutcome.NotFound();
        var outcome = Recorded(row);
        return row.GetBoolean(1) ? outcome : new OperatorOutcome.Replayed(outcome, row.GetFieldValue<DateTimeOffset>(5));
    }

    private static OperatorOutcome Recorded(NpgsqlDataReader row) => row.GetString(2) switch
    {
        "applied" => new OperatorOutcome.Applied(row.GetString(6)),
        "conflict" => new OperatorOutcome.Conflict(row.GetString(6), By(row), row.GetFieldValue<DateTimeOffset>(9)),
        "refused" => new OperatorOutcome.Refused(row.GetString(3)),
        var other => throw new InvalidOperationException($"operator_commands has a row with the unknown outcome '{other}'"),
    };

    private static string By(NpgsqlDataReader row) =>
        !row.IsDBNull(7) ? row.GetString(7) : row.IsDBNull(8) ? "engine" : $"node {row.GetInt32(8)}";
}
