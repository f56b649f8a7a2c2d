using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.CsvInventory;

/// <summary>
/// Sums up a file of rows in batches. Workers make a checkpoint after every window of rows, with the sums so far; one that is killed loses
/// its last window and goes on behind the one before.
/// </summary>
internal sealed class CsvInventorySteps(SampleFiles files) : IStepHandler
{
    public const string Worker = "sum_rows";

    /// <summary>Makes the file if need be and cuts it.</summary>
    public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
    {
        var rows = context.GetInput("rows", 100_000);
        var file = await FileAsync(rows, ct);
        var places = await file.CutAsync(context.GetInput("batch_size", 2000), ct);
        var batches = places.Zip(places.Skip(1))
            .Select((b, i) => new BatchCursor($"{i + 1:000}", b.First, b.Second, b.Second.Row - b.First.Row)).ToList();
        var data = new { file = file.Path, rows = places[^1].Row };
        return batches.Count == 0 ? BatchOutcome.NoBatches(data) : BatchOutcome.CreateBatches(Worker, batches, data.rows, data);
    }

    /// <summary>Sums up one batch.</summary>
    public async Task<StepOutcome> SumRowsAsync(StepContext context, CancellationToken ct)
    {
        var batch = BatchInputs.Of(context);
        if (batch.IsNoOp) return StepOutcome.Success(new InventoryTotals());
        var file = await FileAsync(context.GetInput("rows", 100_000), ct);
        var (start, end) = (batch.Start<RowCursor>(), batch.End<RowCursor>().Row);
        var from = context.Checkpoint?.CursorAs<RowCursor>() ?? start;
        var totals = context.Checkpoint?.AccumulatedAs(new InventoryTotals()) ?? new InventoryTotals();
        var delay = context.GetInput("window_delay_ms", 0);
        await foreach (var (sums, next) in file.ReadAsync(from, end, context.GetInput("window", 1000), ct))
        {
            if (delay > 0) await Task.Delay(delay, ct);
            totals.Add(sums);
            context.ReportProgress((int)((next.Row - start.Row) * 100L / (end - start.Row)), $"row {next.Row}");
            // The last window ends with the step itself.
            if (next.Row < end) await context.CheckpointAsync(next, next.Row - start.Row, totals, ct);
        }

        return StepOutcome.Success(totals);
    }

    /// <summary>Joins the batches, and proves that no row is missing.</summary>
    public static Task<StepOutcome> JoinAsync(StepContext context, CancellationToken ct)
    {
        var totals = new InventoryTotals();
        foreach (var name in context.Results.Keys.Where(k => k.StartsWith(Worker + "_", StringComparison.Ordinal)))
        {
            totals.Add(context.Results.Get<InventoryTotals>(name));
        }

        var rows = context.Results["cut"].GetProperty("rows").GetInt32();
        return Task.FromResult(totals.Rows == rows
            ? StepOutcome.Success(totals)
            : StepOutcome.PermanentFailure($"the file has {rows} rows, the batches together {totals.Rows}", "validation_error"));
    }

    private async Task<InventoryFile> FileAsync(int rows, CancellationToken ct)
    {
        var file = new InventoryFile(files.PathOf("data", $"inventory-{rows}.csv"));
        await file.EnsureAsync(rows, ct);
        return file;
    }
}
