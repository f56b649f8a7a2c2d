using Microsoft.Extensions.Logging;
using Tasker.Runtime.Actors;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Worker.Services;

namespace Tasker.Runtime.Worker.Actors;

/// <summary>Runs handlers, as many at a time as the worker's concurrency. Its mailbox holds what the node claimed ahead.</summary>
internal sealed class StepExecutorActor(
    StepExecution service, StepCompletionActor completion, HeldSteps held, Places places, EngineSignals signals, WorkerOptions options, TimeProvider clock,
    ILogger<StepExecutorActor> logger)
    : Actor("step-executor", new MailboxOptions(options.MaxHeld + options.Concurrency + 1000, options.Concurrency), clock, logger), IHandler<ExecuteStep, Done>
{
    public async ValueTask<Done> HandleAsync(ExecuteStep message, CancellationToken ct)
    {
        var run = StepRun.Nothing;
        try
        {
            run = await service.ExecuteAsync(message.Step, ct);
            // Behind what waits for a handler already; its place stays taken, so the mailbox has room for it.
            if (run.GoesOn) await TellAsync<ExecuteStep, Done>(message, CancellationToken.None);
        }
        catch (ActorStoppedException)
        {
            // The node stops: it gives its lease back, and another node goes on from the checkpoint.
            held.Remove(message.Step.StepId, message.Step.Attempt);
            run = StepRun.Nothing;
        }
        finally
        {
            if (!run.GoesOn)
            {
                places.Release(1);
                signals.PlaceFreed(places);
            }
        }

        if (run.Report is not null) await completion.TellAsync<CompleteStep, bool>(new CompleteStep(run.Report), CancellationToken.None);
        return default;
    }
}
