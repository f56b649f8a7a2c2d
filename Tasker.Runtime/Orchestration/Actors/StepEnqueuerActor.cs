using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Queues steps whose time has come.</summary>
internal sealed class StepEnqueuerActor(StepEnqueuer service, TimeProvider clock, ILogger<StepEnqueuerActor> logger)
    : Actor("step-enqueuer", new MailboxOptions(Capacity: 100, Concurrency: 1), clock, logger), IHandler<EnqueueReadySteps, int>
{
    public ValueTask<int> HandleAsync(EnqueueReadySteps message, CancellationToken ct) => service.EnqueueAsync(message.Most, ct);
}
