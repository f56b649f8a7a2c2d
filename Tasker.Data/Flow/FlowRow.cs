using Npgsql;
using Tasker.Data.DeadLetters;
using Tasker.Data.Workflow;

namespace Tasker.Data.Flow;

/// <summary>The rows that every flow statement answers with; the first column says which kind a row is.</summary>
internal static class FlowRow
{
    private const int Accepted = 1;
    private const int Claimed = 2;
    private const int Queued = 3;
    private const int TaskMoved = 4;
    private const int Created = 5;
    private const int Taken = 6;
    private const int Lost = 7;
    private const int Guard = 8;
    private const int DeadLetter = 20;

    public static void Read(NpgsqlDataReader row, FlowResult result)
    {
        switch (row.GetInt32(0))
        {
            case Accepted:
                result.Accepted.Add(Id(row).Step(row.GetInt32(2)));
                break;
            case Claimed:
                result.Claimed.Add(ReadClaimed(row));
                break;
            case Queued:
                result.Queued++;
                result.QueuedTemplates.Add(row.GetInt32(9));
                break;
            case TaskMoved:
                result.Tasks.Add((Id(row), (TaskState)row.GetInt16(3)));
                break;
            case Created:
                result.Created.Add(Id(row));
                break;
            case Taken:
                result.Taken += row.GetInt32(2);
                result.Parked += row.GetInt32(8);
                break;
            case Lost:
                result.Lost.Add(Id(row).Step(row.GetInt32(2)));
                break;
            case Guard:
                break;
            case DeadLetter:
                result.DeadLetters.Add((Id(row), DeadLetterReasons.Of(row.GetInt16(3))));
                break;
            case var other:
                throw new InvalidOperationException($"flow statement answered with unknown row kind {other}");
        }
    }

    private static TaskId Id(NpgsqlDataReader row) => new(row.GetGuid(1));

    private static ClaimedStep ReadClaimed(NpgsqlDataReader row)
    {
        var withContext = row.FieldCount > 12;
        return new ClaimedStep(
            Id(row), row.GetInt32(2), row.GetInt32(9), row.GetInt32(8), row.GetInt16(4), row.GetInt16(5), row.GetInt16(6), row.GetBoolean(7),
            Text(row, 10), Text(row, 11), withContext ? Text(row, 12) : null, withContext ? row.GetGuid(13) : null, withContext ? row.GetInt32(14) : 0);
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
