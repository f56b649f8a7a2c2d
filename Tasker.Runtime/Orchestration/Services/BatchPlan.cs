using System.Text;
using System.Text.Json;
using Tasker.Data.Flow;
using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Services.Growth;
using Tasker.Runtime.Templates;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>
/// Plans the workers of a batch and what joins them (R§6.10). Pure. Without batches, one worker that is told to do nothing stands in
/// for them, so that the join runs all the same.
/// </summary>
internal static class BatchPlan
{
    public const string NoBatch = "000";

    /// <summary>Plans.</summary>
    /// <param name="template">The template.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="batchable">The batchable step's number.</param>
    /// <param name="result">What it asks for.</param>
    /// <param name="existing">The task's steps, the batchable one among them and not finished.</param>
    public static GrowthPlan Make(TaskTemplate template, TemplateGraph graph, int batchable, BatchResult result, IReadOnlyList<ExistingStep> existing)
    {
        if (result.Problem is { } problem) return GrowthPlan.Refused(problem);
        if (WorkerOf(template, graph, batchable, result.WorkerTemplate) is not { } worker)
        {
            return GrowthPlan.Refused(
                $"batch '{graph.Names[batchable]}' names '{result.WorkerTemplate ?? "no worker"}', which is no batch_worker step that depends on it");
        }

        var config = template.Steps[batchable].BatchConfig ?? template.Steps[worker].BatchConfig ?? new BatchConfig();
        var growth = new TaskGrowth(template, graph, batchable, existing);
        // A reset and repeated batchable step finds its workers: they are the batches that count.
        var batch = growth.Exists(worker) ? null : new NewBatch(worker, config.Parallelism, Strategy(config));
        if (batch is not null) AddWorkers(growth, graph, worker, config, result);
        foreach (var no in growth.Candidates().Where(growth.Follows)) growth.Mirror(no);
        return new GrowthPlan { Growth = growth.ToGrowth(batch) };
    }

    private static void AddWorkers(TaskGrowth growth, TemplateGraph graph, int worker, BatchConfig config, BatchResult result)
    {
        var name = graph.Names[worker];
        for (var i = 0; i < result.Batches.Count; i++)
        {
            var (id, cursor) = result.Batches[i];
            growth.Copy(worker, $"{name}_{id}", Inputs(cursor, config, isNoOp: false), hasPlace: i < config.Parallelism);
        }

        if (result.Batches.Count > 0) return;
        var none = $$"""{"batch_id":"{{NoBatch}}","start_cursor":null,"end_cursor":null,"batch_size":0}""";
        growth.Copy(worker, $"{name}_{NoBatch}", Inputs(none, config, isNoOp: true), hasPlace: true);
    }

    private static BatchStrategy Strategy(BatchConfig config) => config.FailureStrategy switch
    {
        BatchFailureStrategy.ContinueOnFailure => BatchStrategy.ContinueOnFailure,
        BatchFailureStrategy.FailFast => BatchStrategy.FailFast,
        BatchFailureStrategy.Isolate => BatchStrategy.Isolate,
        var other => throw new InvalidOperationException($"unknown failure strategy {other}"),
    };

    private static int? WorkerOf(TaskTemplate template, TemplateGraph graph, int batchable, string? named)
    {
        var workers = graph.Children(batchable).Where(c => template.Steps[c].Type == StepType.BatchWorker).ToList();
        var name = named ?? template.Steps[batchable].BatchConfig?.WorkerTemplate;
        if (name is null) return workers.Count == 1 ? workers[0] : null;
        return graph.Find(name) is { } no && workers.Contains(no) ? no : null;
    }

    private static string Inputs(string cursor, BatchConfig config, bool isNoOp)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("cursor");
            json.WriteRawValue(cursor);
            json.WriteStartObject("batch_metadata");
            json.WriteString("cursor_field", config.CursorField);
            json.WritePropertyName("failure_strategy");
            JsonSerializer.Serialize(json, config.FailureStrategy, StepJson.Options);
            json.WriteEndObject();
            json.WriteBoolean("is_no_op", isNoOp);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
