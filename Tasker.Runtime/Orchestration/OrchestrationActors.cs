using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Actors;

namespace Tasker.Runtime.Orchestration;

/// <summary>The orchestrator's actors, started in the order of the list and stopped in reverse.</summary>
internal sealed class OrchestrationActors
{
    private readonly ActorGroup _group;

    public OrchestrationActors(
        ResultProcessorActor resultProcessor, TaskFinalizerActor taskFinalizer, StepEnqueuerActor stepEnqueuer, TaskRequestActor taskRequest,
        ILogger<OrchestrationActors> logger)
    {
        (ResultProcessor, TaskFinalizer, StepEnqueuer, TaskRequest) = (resultProcessor, taskFinalizer, stepEnqueuer, taskRequest);
        _group = new ActorGroup([resultProcessor, taskFinalizer, stepEnqueuer, taskRequest], logger);
    }

    public ResultProcessorActor ResultProcessor { get; }

    public TaskFinalizerActor TaskFinalizer { get; }

    public StepEnqueuerActor StepEnqueuer { get; }

    public TaskRequestActor TaskRequest { get; }

    public IReadOnlyList<Actor> All => _group.Actors;

    public Task StartAsync(CancellationToken ct) => _group.StartAsync(ct);

    public Task StopAsync(CancellationToken ct) => _group.StopAsync(ct);
}
