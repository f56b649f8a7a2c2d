using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;

namespace Tasker.Tests.Runtime.Operations;

/// <summary>The acts over one database, with short ways to call them and to bring a step into any state.</summary>
internal sealed class OperationsFixture : IDisposable
{
    public const string Ana = "user:ana";
    private readonly ServiceProvider _services;

    public OperationsFixture(FlowDatabase database)
    {
        Database = database;
        _services = new ServiceCollection()
            .AddSingleton(database.Data)
            .AddSingleton<IEngineSignals>(Signals)
            .AddSingleton(new EngineOptions())
            .AddTaskerOperations()
            .AddTaskerQueries()
            .BuildServiceProvider();
    }

    public FlowDatabase Database { get; }

    public RecordingSignals Signals { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<OperatorOutcome> RetryAsync(StepId step, StepState? expected = null, string actor = Ana, string? key = null) =>
        Get<RetryStep>().HandleAsync(Request(step, expected, actor, key), CancellationToken.None);

    public Task<OperatorOutcome> FailAsync(StepId step, StepState? expected = null, string actor = Ana) =>
        Get<FailStep>().HandleAsync(Request(step, expected, actor, key: null), CancellationToken.None);

    public Task<OperatorOutcome> ResolveAsync(StepId step, StepState? expected = null, string actor = Ana) =>
        Get<ResolveStep>().HandleAsync(Request(step, expected, actor, key: null), CancellationToken.None);

    public Task<OperatorOutcome> CompleteAsync(StepId step, string result = """{"total": 7}""", StepState? expected = null) =>
        Get<CompleteStep>().HandleAsync(
            new CompleteStepRequest { StepId = step, Actor = Ana, Reason = "by hand", ExpectedState = expected, ResultJson = result }, CancellationToken.None);

    public Task<OperatorOutcome> SkipAsync(StepId step, StepState? expected = null, string actor = Ana) =>
        Get<SkipStep>().HandleAsync(Request(step, expected, actor, key: null), CancellationToken.None);

    public Task<OperatorOutcome> RetryInputsAsync(StepId step, string? inputs = """{"amount": 5}""", StepState? expected = null, string actor = Ana) =>
        Get<RetryWithInputs>().HandleAsync(Inputs(step, inputs, expected, actor), CancellationToken.None);

    public Task<OperatorOutcome> RetryDownstreamAsync(StepId step, string? inputs = null, StepState? expected = null, string actor = Ana) =>
        Get<RetryDownstream>().HandleAsync(Inputs(step, inputs, expected, actor), CancellationToken.None);

    public Task<RerunResult> RerunAsync(TaskId task, string? context = null, TaskState? expected = null, string? key = null, string actor = Ana) =>
        Get<RerunTask>().HandleAsync(
            new RerunTaskRequest { TaskId = task, Actor = actor, Reason = "because", ContextJson = context, ExpectedState = expected, IdempotencyKey = key },
            CancellationToken.None);

    public Task<BulkResult> BulkAsync(BulkAct act, IReadOnlyList<TaskId> tasks, string? key = null, TaskState? expected = null) =>
        Get<BulkTasks>().HandleAsync(
            new BulkRequest { Act = act, Tasks = tasks, Actor = Ana, Reason = "because", IdempotencyKey = key, ExpectedState = expected },
            CancellationToken.None);

    public Task<OperatorOutcome> CancelAsync(TaskId task, TaskState? expected = null, string? key = null) =>
        Get<CancelTask>().HandleAsync(Request(task, expected, key), CancellationToken.None);

    public Task<OperatorOutcome> ResolveAsync(TaskId task) => Get<ResolveTask>().HandleAsync(Request(task, expected: null, key: null), CancellationToken.None);

    public Task<OperatorOutcome> RetryAllAsync(TaskId task) => Get<RetryAllFailed>().HandleAsync(Request(task, expected: null, key: null), CancellationToken.None);

    /// <summary>A chain 0 → 1 → 2 with one step in the given state; what comes before it is complete.</summary>
    public async Task<StepId> StepInAsync(StepState state)
    {
        var template = await Database.TemplateAsync(3, [(0, 1), (1, 2)]);
        var task = await Database.TaskAsync(template, places: state is StepState.Pending or StepState.Enqueued ? 0 : 1);
        var step = task.Step(state == StepState.Pending ? 1 : 0);
        switch (state)
        {
            case StepState.EnqueuedForOrchestration:
                await Database.HandOverAsync(step, StepState.Complete);
                break;
            case StepState.EnqueuedAsErrorForOrchestration:
                await Database.HandOverAsync(step, StepState.Error);
                break;
            case StepState.WaitingForRetry:
                await Database.EndAsync(step, state, delay: TimeSpan.FromHours(1));
                break;
            case StepState.Complete or StepState.Error:
                await Database.EndAsync(step, state);
                break;
            case StepState.Cancelled:
                await CancelAsync(task);
                break;
            case StepState.ResolvedManually:
                await ResolveAsync(step);
                break;
        }

        return step;
    }

    public void Dispose() => _services.Dispose();

    private static StepActRequest Request(StepId step, StepState? expected, string actor, string? key) =>
        new() { StepId = step, Actor = actor, Reason = "because", ExpectedState = expected, IdempotencyKey = key };

    private static RetryInputsRequest Inputs(StepId step, string? inputs, StepState? expected, string actor) =>
        new() { StepId = step, Actor = actor, Reason = "because", ExpectedState = expected, InputsJson = inputs };

    private static TaskActRequest Request(TaskId task, TaskState? expected, string? key) =>
        new() { TaskId = task, Actor = Ana, Reason = "because", ExpectedState = expected, IdempotencyKey = key };
}
