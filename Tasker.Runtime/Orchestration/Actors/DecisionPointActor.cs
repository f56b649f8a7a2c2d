using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Orchestration.Services;
using Tasker.Runtime.Orchestration.Services.Growth;

namespace Tasker.Runtime.Orchestration.Actors;

/// <summary>Carries out decisions.</summary>
internal sealed class DecisionPointActor(DecisionPoints service, TimeProvider clock, ILogger<DecisionPointActor> logger)
    : Actor("decision-point", new MailboxOptions(Capacity: 1000, Concurrency: 16), clock, logger), IHandler<ProcessDecisionPoint, GrowthOutcome>
{
    public ValueTask<GrowthOutcome> HandleAsync(ProcessDecisionPoint message, CancellationToken ct) => service.ProcessAsync(message.Request, ct);
}
