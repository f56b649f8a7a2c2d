using System.Text;

namespace Tasker.Web.Samples;

/// <summary>A CSV file with a header: comma-separated, quotes as in RFC 4180 but no line breaks inside a field.</summary>
internal sealed class CsvTable
{
    private readonly Dictionary<string, int> _columns;

    private CsvTable(Dictionary<string, int> columns, IReadOnlyList<string[]> rows)
    {
        _columns = columns;
        Rows = rows;
    }

    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A column is missing, a row has another number of fields, or there are more rows than allowed.</exception>
    public static async Task<CsvTable> ReadAsync(string path, IReadOnlyList<string> columns, int mostRows, CancellationToken ct)
    {
        Dictionary<string, int>? header = null;
        var rows = new List<string[]>();
        await foreach (var line in File.ReadLinesAsync(path, ct))
        {
            if (line.Length == 0) continue;
            var fields = Split(line);
            if (header is null)
            {
                header = fields.Select((name, no) => (name, no)).ToDictionary(c => c.name, c => c.no, StringComparer.Ordinal);
                continue;
            }

            if (fields.Length != header.Count) throw new InvalidDataException($"row {rows.Count + 1} has {fields.Length} fields, the header has {header.Count}");
            if (rows.Count == mostRows) throw new InvalidDataException($"more than {mostRows} rows");
            rows.Add(fields);
        }

        var missing = columns.Where(c => header is null || !header.ContainsKey(c)).ToList();
        if (missing.Count > 0) throw new InvalidDataException($"no column {string.Join(", ", missing)}");
        return new CsvTable(header!, rows);
    }

    public string Text(string[] row, string column) => row[_columns[column]];

    public decimal Amount(string[] row, string column) =>
        decimal.TryParse(Text(row, column), out var value) ? value : throw new InvalidDataException($"'{Text(row, column)}' in column {column} is no number");

    private static string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"') field.Append(line[++i]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Next(fields, field);
            else field.Append(c);
        }

        Next(fields, field);
        return [.. fields];
    }

    private static void Next(List<string> fields, StringBuilder field)
    {
        fields.Add(field.ToString());
        field.Clear();
    }
}
