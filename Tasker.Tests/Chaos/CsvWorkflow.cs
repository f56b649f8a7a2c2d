using Tasker.Data;
using Tasker.Runtime;
using Tasker.Runtime.Worker.Handlers;
using Tasker.Web.Samples.CsvInventory;

namespace Tasker.Tests.Chaos;

/// <summary>
/// The sample's batches, with a note of every window of rows that is begun (<c>public.windows</c>), made at once on a connection of its own.
/// </summary>
internal static class CsvWorkflow
{
    public const string Table = "create table public.windows (step_id uuid not null, execution int not null, from_row int not null)";

    public const string Yaml = """
        name: csv
        namespace_name: chaos
        version: "1.0.0"
        steps:
          - name: cut
            type: batchable
            handler: { callable: chaos.csv.cut }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
            batch_config: { batch_size: 1000, parallelism: 4, worker_template: sum, failure_strategy: fail_fast }
          - name: sum
            type: batch_worker
            dependencies: [cut]
            handler: { callable: chaos.csv.sum }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
          - name: totals
            type: deferred_convergence
            dependencies: [sum]
            handler: { callable: chaos.csv.totals }
            retry: { max_attempts: 9, backoff: linear, backoff_base_ms: 10 }
        """;

    /// <summary>Windows that two executions began, other than the last one of the first and the first one of the next.</summary>
    public const string RepeatedForNothing = """
        with w as (
            select step_id, execution, from_row,
                lead(from_row) over (partition by step_id, execution order by from_row) is null as is_last,
                lag(from_row) over (partition by step_id, execution order by from_row) is null as is_first
            from public.windows
        )
        select count(*)
        from w a
        join w b on b.step_id = a.step_id and b.from_row = a.from_row and b.execution > a.execution
        where not (a.is_last and b.is_first)
        """;

    public static void Register(TaskerBuilder tasker) => tasker
        .AddHandler<Cut>("chaos.csv.cut")
        .AddHandler<Sum>("chaos.csv.sum")
        .AddHandler<Totals>("chaos.csv.totals");

    private static InventoryFile File(StepContext context) => new(context.GetInput("file", ""));

    internal sealed class Cut : IStepHandler
    {
        public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
        {
            var places = await File(context).CutAsync(context.GetInput("batch", 0), ct);
            var batches = places.Zip(places.Skip(1))
                .Select((b, i) => new BatchCursor($"{i + 1:000}", b.First, b.Second, b.Second.Row - b.First.Row)).ToList();
            return BatchOutcome.CreateBatches("sum", batches, places[^1].Row);
        }
    }

    internal sealed class Sum(TaskerDataSource data) : IStepHandler
    {
        public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
        {
            var batch = BatchInputs.Of(context);
            var end = batch.End<RowCursor>().Row;
            var from = context.Checkpoint?.CursorAs<RowCursor>() ?? batch.Start<RowCursor>();
            var totals = context.Checkpoint?.AccumulatedAs(new InventoryTotals()) ?? new InventoryTotals();
            await NoteAsync(context, from, ct);
            await foreach (var (sums, next) in File(context).ReadAsync(from, end, context.GetInput("window", 1), ct))
            {
                await Task.Delay(context.GetInput("slow_ms", 0), ct);
                totals.Add(sums);
                if (next.Row == end) continue;
                await context.CheckpointAsync(next, next.Row - batch.Start<RowCursor>().Row, totals, ct);
                await NoteAsync(context, next, ct);
            }

            return StepOutcome.Success(totals);
        }

        private async Task NoteAsync(StepContext context, RowCursor from, CancellationToken ct)
        {
            await using var note = data.Console.CreateCommand("insert into public.windows values ($1, $2, $3)");
            note.Parameters.AddWithValue(context.StepId.Value);
            note.Parameters.AddWithValue(context.Execution);
            note.Parameters.AddWithValue(from.Row);
            await note.ExecuteNonQueryAsync(ct);
        }
    }

    internal sealed class Totals : IStepHandler
    {
        public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
        {
            // The first execution stays until it is killed.
            if (context.Execution == 1) await Task.Delay(context.GetInput("totals_ms", 0), ct);
            var totals = new InventoryTotals();
            foreach (var name in context.Results.Keys.Where(k => k.StartsWith("sum_", StringComparison.Ordinal))) totals.Add(context.Results.Get<InventoryTotals>(name));
            return StepOutcome.Success(totals);
        }
    }
}
