using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Sends the ends of attempts to the orchestrator.</summary>
internal sealed class StepCompletionActor(CompletionSender service, TimeProvider clock, ILogger<StepCompletionActor> logger)
    : Actor("step-completion", new MailboxOptions(Capacity: 20_000, Concurrency: 20_000), clock, logger), IHandler<CompleteStep, bool>
{
    public ValueTask<bool> HandleAsync(CompleteStep message, CancellationToken ct) => service.SendAsync(message.Report, ct);
}
