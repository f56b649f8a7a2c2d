using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Runtime.Orchestration.Services.Growth;

/// <summary>The batches that a batchable step's result asks for.</summary>
/// <param name="WorkerTemplate">The batch_worker step named; null when none is (no batches).</param>
/// <param name="Batches">Id and cursor of each batch, the cursor as the handler wrote it; none for no batches.</param>
/// <param name="Problem">What is wrong with the result; null when nothing is.</param>
internal sealed partial record BatchResult(string? WorkerTemplate, IReadOnlyList<(string Id, string Cursor)> Batches, string? Problem)
{
    public const string Property = "batch_processing_outcome";
    public const int MaxWorkers = 1000;

    public static BatchResult Read(string resultJson)
    {
        using var document = JsonDocument.Parse(resultJson);
        if (OutcomeReader.Find(document.RootElement, Property) is not { } outcome)
        {
            return Bad($"the result of a batchable step must have '{Property}' with a 'type' of create_batches or no_batches");
        }

        var worker = OutcomeReader.Text(outcome, "worker_template_name");
        return OutcomeReader.Text(outcome, "type") switch
        {
            "no_batches" => new BatchResult(worker, [], null),
            "create_batches" when worker is null => Bad($"'{Property}.worker_template_name' is missing"),
            "create_batches" => Batched(outcome, worker),
            var type => Bad($"'{Property}.type' is '{type}'; it must be create_batches or no_batches"),
        };
    }

    private static BatchResult Batched(JsonElement outcome, string worker)
    {
        if (!outcome.TryGetProperty("cursor_configs", out var cursors) || cursors.ValueKind != JsonValueKind.Array)
        {
            return Bad($"'{Property}.cursor_configs' must be an array");
        }

        var count = cursors.GetArrayLength();
        if (count is 0 or > MaxWorkers) return Bad($"'{Property}.cursor_configs' has {count} batches; 1 to {MaxWorkers} are allowed");
        if (OutcomeReader.Number(outcome, "worker_count") is { } workers && workers != count)
        {
            return Bad($"'{Property}.worker_count' is {workers}, but there are {count} cursor_configs");
        }

        var batches = new List<(string, string)>(count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cursor in cursors.EnumerateArray())
        {
            var id = cursor.ValueKind == JsonValueKind.Object ? OutcomeReader.Text(cursor, "batch_id") : null;
            if (id is null || !Id().IsMatch(id)) return Bad("a cursor_config's batch_id must be 1 to 40 letters, digits, '-' or '_'");
            if (!ids.Add(id)) return Bad($"batch_id '{id}' is there twice");
            batches.Add((id, cursor.GetRawText()));
        }

        return new BatchResult(worker, batches, null);
    }

    private static BatchResult Bad(string problem) => new(null, [], problem);

    [GeneratedRegex("^[A-Za-z0-9_-]{1,40}$", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
