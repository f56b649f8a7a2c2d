using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Orchestration.Services.Growth;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Carries out batch outcomes.</summary>
internal sealed class BatchActor(BatchProcessing service, TimeProvider clock, ILogger<BatchActor> logger)
    : Actor("batch-processing", new MailboxOptions(Capacity: 1000, Concurrency: 8), clock, logger), IHandler<ProcessBatch, GrowthOutcome>
{
    public ValueTask<GrowthOutcome> HandleAsync(ProcessBatch message, CancellationToken ct) => service.ProcessAsync(message.Request, ct);
}
