using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Actors;

namespace Tasker.Runtime.Orchestration;

/// <summary>The orchestrator's actors, started in the order of the list and stopped in reverse.</summary>
internal sealed class OrchestrationActors
{
    private readonly ActorGroup _group;

    public OrchestrationActors(
        DecisionPointActor decisionPoint, BatchActor batch, ResultProcessorActor resultProcessor, TaskFinalizerActor taskFinalizer,
        StepEnqueuerActor stepEnqueuer, TaskRequestActor taskRequest, ILogger<OrchestrationActors> logger)
    {
        (DecisionPoint, Batch, ResultProcessor, TaskFinalizer) = (decisionPoint, batch, resultProcessor, taskFinalizer);
        (StepEnqueuer, TaskRequest) = (stepEnqueuer, taskRequest);
        _group = new ActorGroup([decisionPoint, batch, resultProcessor, taskFinalizer, stepEnqueuer, taskRequest], logger);
    }

    public DecisionPointActor DecisionPoint { get; }

    public BatchActor Batch { get; }

    public ResultProcessorActor ResultProcessor { get; }

    public TaskFinalizerActor TaskFinalizer { get; }

    public StepEnqueuerActor StepEnqueuer { get; }

    public TaskRequestActor TaskRequest { get; }

    public IReadOnlyList<Actor> All => _group.Actors;

    public Task StartAsync(CancellationToken ct) => _group.StartAsync(ct);

    public Task StopAsync(CancellationToken ct) => _group.StopAsync(ct);
}
