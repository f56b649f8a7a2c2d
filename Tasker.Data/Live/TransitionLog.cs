using System.Data;
using Npgsql;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;

namespace Tasker.Data.Live;

/// <summary>
/// Follows the committed history on a connection of its own. Each look hands on exactly the rows that its snapshot shows and the
/// previous look's did not: an open transaction neither hides its rows for good nor holds up those of others. Rows of one task or step
/// come in their order. Not thread-safe.
/// </summary>
public sealed class TransitionLog : IAsyncDisposable
{
    /// <summary>Rows that are read at once.</summary>
    public const int PageRows = 5_000;

    /// <summary>Pages of one look; what is beyond is passed over (see <see cref="LogRead.IsComplete"/>).</summary>
    public const int MostPages = 20;

    private const int FloorLag = 5_000;
    private const long BlindFloorLag = 100_000;

    private readonly NpgsqlConnection _connection;
    private readonly TimeProvider _clock;
    private readonly SeqFloor _floor = new();
    private string _snapshot = "";

    private TransitionLog(NpgsqlConnection connection, TimeProvider clock)
    {
        _connection = connection;
        _clock = clock;
    }

    /// <summary>Opens a connection and finds where to begin.</summary>
    /// <param name="source">Where to connect.</param>
    /// <param name="clock">Time.</param>
    /// <param name="patience">
    /// How long to wait for transactions that are writing history at the start; when they go on for longer, the last 100,000 rows are
    /// watched for what they may have written.
    /// </param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The log, and everything counted at the state from which it goes on.</returns>
    public static async Task<(TransitionLog Log, WorkTotals Totals)> StartAsync(
        TaskerDataSource source, TimeProvider clock, TimeSpan patience, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        var log = new TransitionLog(await source.Console.OpenConnectionAsync(ct), clock);
        try
        {
            await log.ExecuteAsync(TransitionLogSql.Session, ct);
            await log.FindFloorAsync(patience, ct);
            await using var transaction = await log._connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var (snapshot, at) = await log.SnapshotAsync(ct);
            var totals = await log.TotalsAsync(at, ct);
            log._snapshot = snapshot;
            return (log, totals);
        }
        catch
        {
            await log.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands on what was committed since the last look, in pages, oldest first.</summary>
    /// <param name="page">Takes a page; called before the next is read.</param>
    /// <param name="withTotals">True: also counts everything anew.</param>
    /// <param name="ct">Cancels. After an exception the log must be started again.</param>
    public async Task<LogRead> ReadAsync(Action<IReadOnlyList<TransitionLogRow>> page, bool withTotals, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(page);
        var floor = await ObserveFloorAsync(ct);
        await using var transaction = await _connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var (snapshot, now) = await SnapshotAsync(ct);
        var (after, rows, pages, oldest, complete) = (_floor.Value, 0, 0, now, true);
        while (true)
        {
            var read = await PageAsync(after, ct);
            if (read.Count == 0) break;
            foreach (var row in read) oldest = row.At < oldest ? row.At : oldest;
            page(read);
            rows += read.Count;
            after = read[^1].Seq;
            // A row has one move or more, so a page with fewer moves than that is the last.
            if (read.Count < PageRows) break;
            complete = ++pages < MostPages;
            if (!complete) break;
        }

        var totals = withTotals || !complete ? await TotalsAsync(now, ct) : null;
        await transaction.CommitAsync(ct);
        _snapshot = snapshot;
        if (floor is { } final) _floor.Raise(final);
        return new LogRead(rows, complete, now - oldest, totals);
    }

    /// <summary>Brings the block-range index up to date, so that the next looks stay short. Worth doing once a minute.</summary>
    public Task SummariseAsync(CancellationToken ct) => ExecuteAsync(TransitionLogSql.Summarise, ct);

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task FindFloorAsync(TimeSpan patience, CancellationToken ct)
    {
        var begun = _clock.GetTimestamp();
        var highest = await HighestAsync(ct);
        while (true)
        {
            if (_floor.Observe(highest, await WritersAsync(ct)) is { } final)
            {
                _floor.Raise(final);
                return;
            }

            if (_clock.GetElapsedTime(begun) >= patience)
            {
                _floor.Raise(Math.Max(0, highest - BlindFloorLag));
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), _clock, ct);
        }
    }

    /// <summary>Asking for the writers costs something, so it is done only when enough rows lie above the floor.</summary>
    private async Task<long?> ObserveFloorAsync(CancellationToken ct)
    {
        var highest = await HighestAsync(ct);
        return highest - _floor.Value > FloorLag ? _floor.Observe(highest, await WritersAsync(ct)) : null;
    }

    private async Task<long> HighestAsync(CancellationToken ct) =>
        (await ListAsync(TransitionLogSql.Highest, [], row => row.GetInt64(0), ct))[0];

    private async Task<List<string>> WritersAsync(CancellationToken ct) =>
        await ListAsync(TransitionLogSql.Writers, [], row => row.GetString(0), ct);

    private async Task<(string Snapshot, DateTimeOffset At)> SnapshotAsync(CancellationToken ct) =>
        (await ListAsync(TransitionLogSql.Snapshot, [], row => (row.GetString(0), row.Time(1)), ct))[0];

    private Task<List<TransitionLogRow>> PageAsync(long after, CancellationToken ct) =>
        ListAsync(TransitionLogSql.Page, [Rows.Value(after), Rows.Value(_snapshot), Rows.Value(PageRows)], Row, ct);

    private async Task<WorkTotals> TotalsAsync(DateTimeOffset at, CancellationToken ct)
    {
        await ExecuteAsync(TransitionLogSql.AllowScans, ct);
        var tasks = await ListAsync(
            TransitionLogSql.TaskTotals, [], row => ((row.GetInt32(0), (TaskState)row.GetInt16(1)), row.GetInt64(2)), ct);
        var steps = await ListAsync(TransitionLogSql.StepTotals, [], row => ((StepState)row.GetInt16(0), row.GetInt64(1)), ct);
        return new WorkTotals(tasks.ToDictionary(t => t.Item1, t => t.Item2), steps.ToDictionary(s => s.Item1, s => s.Item2), at);
    }

    private static TransitionLogRow Row(NpgsqlDataReader row) => new(
        row.GetInt64(0), new TaskId(row.GetGuid(1)), row.Int(2), row.Int(3), row.GetFieldValue<byte[]>(4),
        row.IsDBNull(5) ? null : row.GetInt16(5), row.Time(6), row.Text(7));

    private async Task<List<T>> ListAsync<T>(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
