using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Takes results, from this node's worker and from the queue.</summary>
internal sealed class ResultProcessorActor(ResultProcessor service, TimeProvider clock, ILogger<ResultProcessorActor> logger)
    : Actor("result-processor", new MailboxOptions(Capacity: 20_000, Concurrency: 20_000), clock, logger),
      IHandler<ProcessStepResult, bool>, IHandler<ProcessHandedOver, int>
{
    public ValueTask<bool> HandleAsync(ProcessStepResult message, CancellationToken ct) => service.ProcessAsync(message.Report, ct);

    public ValueTask<int> HandleAsync(ProcessHandedOver message, CancellationToken ct) => service.ProcessHandedOverAsync(message.Most, ct);
}
