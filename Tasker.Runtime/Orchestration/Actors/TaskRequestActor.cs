using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Creates tasks.</summary>
internal sealed class TaskRequestActor(TaskInitializer service, OrchestrationStats stats, TimeProvider clock, ILogger<TaskRequestActor> logger)
    : Actor("task-request", new MailboxOptions(Capacity: 5000, Concurrency: 1000), clock, logger), IHandler<ProcessTaskRequest, TaskRequestOutcome>
{
    public async ValueTask<TaskRequestOutcome> HandleAsync(ProcessTaskRequest message, CancellationToken ct)
    {
        var outcome = await service.CreateAsync(message.Request, ct);
        stats.CountRequest(outcome is TaskRequestOutcome.Created);
        return outcome;
    }
}
