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
    private readonly Lazy<JsonElement?> _checkpoint;
    private readonly StepTransaction _transaction;
    private readonly Action<int, string?>? _progress;

    internal StepContext(StepContextData data, StepTransaction transaction, Action<int, string?>? progress)
    {
        Data = data;
        _transaction = transaction;
        _progress = progress;
        _input = new(() => StepResults.JsonElementOf(data.ContextJson));
        _config = new(() => StepResults.JsonElementOf(data.ConfigJson ?? "{}"));
        _stepInputs = new(() => data.InputsJson is { } t ? StepResults.JsonElementOf(t) : null);
        _checkpoint = new(() => data.CheckpointJson is { } t ? StepResults.JsonElementOf(t) : null);
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

    /// <summary>Where an earlier attempt wanted to go on.</summary>
    public JsonElement? Checkpoint => _checkpoint.Value;

    /// <summary>Results of all ancestors by step name.</summary>
    public StepResults Results => Data.Results;

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
    public Task<DbTransaction> BeginTransactionAsync(CancellationToken ct) => _transaction.BeginAsync(ct);

    /// <summary>Tells the console how far the attempt has come. Not stored; the latest wins.</summary>
    /// <param name="percent">0 to 100; clamped.</param>
    /// <param name="text">At most 200 characters; cut.</param>
    public void ReportProgress(int percent, string? text = null) =>
        _progress?.Invoke(Math.Clamp(percent, 0, 100), text is { Length: > 200 } ? text[..200] : text);

    private static T Read<T>(JsonElement from, string property, T fallback) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.Deserialize<T>(StepJson.Options)!
            : fallback;
}
