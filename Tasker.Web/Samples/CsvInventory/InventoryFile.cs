using System.Text;

namespace Tasker.Web.Samples.CsvInventory;

/// <summary>The inventory as a CSV file on disk. ASCII with single line feeds, so a line's length is its length in bytes.</summary>
internal sealed class InventoryFile(string path)
{
    private const int Buffer = 64 * 1024;

    public string Path => path;

    /// <summary>Makes the file, unless it is there. It appears whole or not at all; two makers make the same.</summary>
    public async Task EnsureAsync(int rows, CancellationToken ct)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.draft";
        await using (var writer = new StreamWriter(draft, append: false, Encoding.ASCII, Buffer) { NewLine = "\n" })
        {
            await writer.WriteLineAsync(InventoryRow.Header);
            for (var number = 0; number < rows; number++)
            {
                if (number % 10_000 == 0) ct.ThrowIfCancellationRequested();
                await writer.WriteLineAsync(InventoryRow.Of(number).ToString());
            }
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Counts the rows and finds where every batch begins; the last place is the end of the file.</summary>
    public async Task<IReadOnlyList<RowCursor>> CutAsync(int batchSize, CancellationToken ct)
    {
        var places = new List<RowCursor>();
        var (row, offset) = (0, InventoryRow.Header.Length + 1L);
        using var reader = Open(offset);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (row % batchSize == 0) places.Add(new RowCursor(row, offset));
            row++;
            offset += line.Length + 1;
        }

        places.Add(new RowCursor(row, offset));
        return places;
    }

    /// <summary>Reads rows from a place on, in windows: what they come to, and where the next window begins.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="end">The row before which to stop.</param>
    /// <param name="window">Rows of a window, 1 or more.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="InvalidDataException">The file ends before that, or its rows are not the ones at these places.</exception>
    public async IAsyncEnumerable<(InventoryTotals Totals, RowCursor Next)> ReadAsync(
        RowCursor from, int end, int window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = Open(from.Offset);
        var (row, offset) = (from.Row, from.Offset);
        while (row < end)
        {
            var totals = new InventoryTotals();
            for (var stop = Math.Min(end, row + window); row < stop; row++)
            {
                var line = await reader.ReadLineAsync(ct) ?? throw new InvalidDataException($"the file ends before row {row}");
                var read = InventoryRow.Parse(line);
                if (read.Number != row) throw new InvalidDataException($"row {read.Number} stands where row {row} should be");
                totals.Add(read);
                offset += line.Length + 1;
            }

            yield return (totals, new RowCursor(row, offset));
        }
    }

    private StreamReader Open(long offset)
    {
        var stream = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        stream.Seek(offset, SeekOrigin.Begin);
        return new StreamReader(stream, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, Buffer);
    }
}
