using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Worker.Actors;

namespace Tasker.Runtime.Worker;

/// <summary>The worker's actors, started in the order of the list and stopped in reverse: the executor first, so that its ends still find a sender.</summary>
internal sealed class WorkerActors
{
    private readonly ActorGroup _group;

    public WorkerActors(
        WorkerStatusActor status, TemplateCacheActor templateCache, StepCompletionActor completion, StepExecutorActor executor,
        ILogger<WorkerActors> logger)
    {
        (Status, TemplateCache, Completion, Executor) = (status, templateCache, completion, executor);
        _group = new ActorGroup([status, templateCache, completion, executor], logger);
    }

    public WorkerStatusActor Status { get; }

    public TemplateCacheActor TemplateCache { get; }

    public StepCompletionActor Completion { get; }

    public StepExecutorActor Executor { get; }

    public IReadOnlyList<Actor> All => _group.Actors;

    public Task StartAsync(CancellationToken ct) => _group.StartAsync(ct);

    public Task StopAsync(CancellationToken ct) => _group.StopAsync(ct);
}
