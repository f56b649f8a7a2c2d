using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Tasker.Data.Workflow;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>What one attempt of one step works on.</summary>
public sealed class StepContext
{
    private readonly Lazy<JsonElement> _input;
    private readonly Lazy<JsonElement> _config;
    private readonly Lazy<JsonElement?> _stepInputs;
    private readonly StepLinks _links;

    internal StepContext(StepContextData data, StepLinks links)
    {
        Data = data;
        _links = links;
        Checkpoint = StepCheckpoint.Of(data.CheckpointJson);
        _input = new(() => StepResults.JsonElementOf(data.ContextJson));
        _config = new(() => StepResults.JsonElementOf(data.ConfigJson ?? "{}"));
        _stepInputs = new(() => data.InputsJson is { } t ? StepResults.JsonElementOf(t) : null);
    }

    /// <summary>The task.</summary>
    public TaskId TaskId => Data.StepId.Task;

    /// <summary>The step.</summary>
    public StepId StepId => Data.StepId;

    /// <summary>The step's name.</summary>
    public string StepName => Data.StepName;

    /// <summary>The template as <c>namespace/name:version</c>.</summary>
    public string Template => Data.Template;

    /// <summary>Correlation id of the task.</summary>
    public Guid CorrelationId => Data.CorrelationId;

    /// <summary>Number of this attempt, from 1; attempts that an operator's reset forgave are not counted.</summary>
    public int Attempt => Data.Attempt;

    /// <summary>Number of this execution of the step, from 1; unlike <see cref="Attempt"/> it also counts what an operator's reset forgave.</summary>
    public int Execution => Data.Execution;

    /// <summary>Total attempts allowed, at least 1.</summary>
    public int MaxAttempts => Math.Max(1, Data.MaxAttempts);

    /// <summary>True from the second attempt on.</summary>
    public bool IsRetry => Attempt > 1;

    /// <summary>True when a failure of this attempt is final.</summary>
    public bool IsLastAttempt => Attempt >= MaxAttempts || !Data.Retryable;

    /// <summary>Stable over the attempts of a step: give it to whatever must not act twice.</summary>
    public string IdempotencyKey => StepId.Value.ToString("N");

    /// <summary>The task's context; or what an operator put in its place for this step alone.</summary>
    public JsonElement Input => _input.Value;

    /// <summary>The step's own inputs: a batch worker's cursor, or inputs that an operator edited.</summary>
    public JsonElement? StepInputs => _stepInputs.Value;

    /// <summary><c>handler.initialization</c> of the template; an empty object when there is none.</summary>
    public JsonElement Config => _config.Value;

    /// <summary>
    /// The last checkpoint of the step, of this execution or an earlier one: go on there. Null: begin at the beginning. Items behind it may have
    /// been done already, by an execution that ended before its next checkpoint.
    /// </summary>
    public StepCheckpoint? Checkpoint { get; private set; }

    /// <summary>Results of all ancestors by step name.</summary>
    public StepResults Results => Data.Results;

    /// <summary>
    /// Workers of batches among the ancestors that failed for good and whose ranges were set aside, with the cursors of what is missing: under
    /// <c>isolate</c> by the batch itself, under the other strategies when a person resolved them. Empty when the batch is whole.
    /// </summary>
    public IReadOnlyList<FailedBatch> FailedBatches => Data.FailedBatches;

    /// <summary>Logs with task, step and correlation id.</summary>
    public ILogger Logger => Data.Logger;

    internal StepContextData Data { get; }

    /// <summary>The task's context as a typed value.</summary>
    /// <exception cref="JsonException">The context has another shape.</exception>
    public T GetInput<T>() => Input.Deserialize<T>(StepJson.Options) ?? throw new JsonException("the context is null");

    /// <summary>A property of the task's context, or <paramref name="fallback"/> when it is not there or null.</summary>
    public T GetInput<T>(string property, T fallback) => Read(Input, property, fallback);

    /// <summary>A property of the handler's configuration, or <paramref name="fallback"/> when it is not there or null.</summary>
    public T GetConfig<T>(string property, T fallback) => Read(Config, property, fallback);

    /// <summary>
    /// A transaction on Tasker's database that commits together with this attempt's result: what is written through it happens exactly
    /// once, however often the step runs. A failure, a timeout or a lost lease rolls it back. Write on its
    /// <see cref="DbTransaction.Connection"/>; do not commit it, roll it back or close the connection: the attempt fails for good then.
    /// It takes a connection of <see cref="Tasker.Data.TaskerDataOptions.HandlerPoolSize"/> until the attempt ends, so ask for it late;
    /// when all are taken, this waits. Asking again gives the same transaction.
    /// </summary>
    /// <exception cref="InvalidOperationException">The attempt is over.</exception>
    public Task<DbTransaction> BeginTransactionAsync(CancellationToken ct) => _links.Transaction.BeginAsync(ct);

    /// <summary>
    /// Says for good how far the step has come: whatever happens to this process, the next execution gets it as <see cref="Checkpoint"/>.
    /// What was written in <see cref="BeginTransactionAsync"/> until now is committed with it; begin anew for what comes next. Each is a commit:
    /// choose the window so that repeating its items is cheap.
    /// </summary>
    /// <param name="cursor">Where to go on; becomes JSON.</param>
    /// <param name="itemsProcessed">Items done so far, over all executions; 0 or more.</param>
    /// <param name="accumulated">What came of them so far; becomes JSON. Null for nothing.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="StepFailedException">Cursor and results are larger than <c>Tasker:Worker:MaxCheckpointBytes</c>: the step fails for good.</exception>
    /// <exception cref="OperationCanceledException">The attempt is no longer this node's; nothing was stored.</exception>
    public async Task CheckpointAsync<TCursor>(TCursor cursor, long itemsProcessed, object? accumulated, CancellationToken ct) =>
        Checkpoint = StepCheckpoint.Of(await _links.Checkpoint(CheckpointJson.Make(cursor, itemsProcessed, accumulated, yields: false), ct));

    /// <summary>Tells the console how far the attempt has come. The latest wins; it is stored every five seconds at most.</summary>
    /// <param name="percent">0 to 100; clamped.</param>
    /// <param name="text">At most 200 characters; cut.</param>
    public void ReportProgress(int percent, string? text = null) =>
        _links.Progress(Math.Clamp(percent, 0, 100), text is { Length: > 200 } ? text[..200] : text);

    private static T Read<T>(JsonElement from, string property, T fallback) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.Deserialize<T>(StepJson.Options)!
            : fallback;
}
