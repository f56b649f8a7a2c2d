using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Answers how the worker is doing.</summary>
internal sealed class WorkerStatusActor(WorkerStatusReader service, TimeProvider clock, ILogger<WorkerStatusActor> logger)
    : Actor("worker-status", new MailboxOptions(Capacity: 100, Concurrency: 1), clock, logger), IHandler<GetWorkerStatus, WorkerStatus>
{
    public ValueTask<WorkerStatus> HandleAsync(GetWorkerStatus message, CancellationToken ct) => ValueTask.FromResult(service.Read());
}
