using Npgsql;
using NpgsqlTypes;

namespace Tasker.Data.Reads;

/// <summary>What every read here does: one statement, positional parameters, one row after another.</summary>
internal static class Rows
{
    public static async Task<List<T>> ListAsync<T>(
        NpgsqlDataSource source, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    public static async Task<T?> FirstAsync<T>(
        NpgsqlDataSource source, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
        where T : class
    {
        var rows = await ListAsync(source, sql, parameters, read, ct);
        return rows.Count == 0 ? null : rows[0];
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A value that may be null, for which PostgreSQL must be told the type.</summary>
    public static NpgsqlParameter Maybe(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static int? Int(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static Guid? Uuid(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? MaybeTime(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static TimeSpan? Span(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTimeSpan(column);

    public static TimeSpan? Micros(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : TimeSpan.FromMicroseconds(row.GetInt32(column));

    /// <summary>A payload from two columns: the text, cut, and the whole length.</summary>
    public static Payload? Payload(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : new Payload(row.GetString(column), row.GetInt32(column + 1));
}
