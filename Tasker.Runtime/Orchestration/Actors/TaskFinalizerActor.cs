using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Settles tasks.</summary>
internal sealed class TaskFinalizerActor(TaskFinalizer service, TimeProvider clock, ILogger<TaskFinalizerActor> logger)
    : Actor("task-finalizer", new MailboxOptions(Capacity: 1000, Concurrency: 4), clock, logger), IHandler<FinalizeTask, bool>
{
    public ValueTask<bool> HandleAsync(FinalizeTask message, CancellationToken ct) => service.FinalizeAsync(message.TaskId, ct);
}
