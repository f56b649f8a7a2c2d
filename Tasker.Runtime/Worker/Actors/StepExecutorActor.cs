using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Runs handlers, as many at a time as the worker's concurrency. Its mailbox holds what the node claimed ahead.</summary>
internal sealed class StepExecutorActor(
    StepExecution service, StepCompletionActor completion, Places places, EngineSignals signals, WorkerOptions options, TimeProvider clock,
    ILogger<StepExecutorActor> logger)
    : Actor("step-executor", new MailboxOptions(options.MaxHeld + options.Concurrency + 1000, options.Concurrency), clock, logger), IHandler<ExecuteStep, Done>
{
    public async ValueTask<Done> HandleAsync(ExecuteStep message, CancellationToken ct)
    {
        StepReport? report;
        try
        {
            report = await service.ExecuteAsync(message.Step, ct);
        }
        finally
        {
            places.Release(1);
            signals.PlaceFreed(places);
        }

        if (report is not null) await completion.TellAsync<CompleteStep, bool>(new CompleteStep(report), CancellationToken.None);
        return default;
    }
}
