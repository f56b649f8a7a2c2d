namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Cuts numbered data into batches.</summary>
public static class BatchCursors
{
    /// <summary>
    /// Ranges of item numbers from 0 (inclusive) to <paramref name="total"/> (exclusive), numbered 001, 002 and so on. They cover all items
    /// without a gap or an overlap; where the workers do not suffice for the size, batches become larger.
    /// </summary>
    /// <param name="total">Items, 0 or more; 0 gives no batch.</param>
    /// <param name="batchSize">Items of one batch, 1 or more.</param>
    /// <param name="maxWorkers">Batches at most, 1 to 1,000.</param>
    public static IReadOnlyList<BatchCursor> Ranges(int total, int batchSize, int maxWorkers = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWorkers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxWorkers, 1000);
        if (total == 0) return [];
        var size = Math.Max(batchSize, (total - 1) / maxWorkers + 1);
        var count = (total - 1) / size + 1;
        var cursors = new BatchCursor[count];
        for (var i = 0; i < count; i++)
        {
            var start = i * size;
            var end = start + Math.Min(size, total - start);
            cursors[i] = new BatchCursor($"{i + 1:000}", start, end, end - start);
        }

        return cursors;
    }
}
