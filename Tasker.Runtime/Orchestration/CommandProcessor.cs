using Tasker.Data.Workflow;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Orchestration;

/// <summary>Pure routing: a command becomes a message of the one actor that handles it.</summary>
public sealed class CommandProcessor
{
    private readonly OrchestrationActors _actors;

    internal CommandProcessor(OrchestrationActors actors) => _actors = actors;

    /// <summary>Creates a task.</summary>
    /// <exception cref="Tasker.Runtime.Actors.ActorStoppedException">The node is stopping.</exception>
    public Task<TaskRequestOutcome> CreateTaskAsync(TaskRequest request, CancellationToken ct) =>
        _actors.TaskRequest.AskAsync<ProcessTaskRequest, TaskRequestOutcome>(new ProcessTaskRequest(request), ct);

    /// <summary>Settles a task from the truth of its steps.</summary>
    public Task<bool> FinalizeTaskAsync(TaskId task, CancellationToken ct) =>
        _actors.TaskFinalizer.AskAsync<FinalizeTask, bool>(new FinalizeTask(task), ct);

    internal Task<bool> ProcessResultAsync(StepReport report, CancellationToken ct) =>
        _actors.ResultProcessor.AskAsync<ProcessStepResult, bool>(new ProcessStepResult(report), ct);

    internal Task<int> ProcessHandedOverAsync(int most, CancellationToken ct) =>
        _actors.ResultProcessor.AskAsync<ProcessHandedOver, int>(new ProcessHandedOver(most), ct);

    internal Task<int> EnqueueReadyAsync(int most, CancellationToken ct) =>
        _actors.StepEnqueuer.AskAsync<EnqueueReadySteps, int>(new EnqueueReadySteps(most), ct);
}
