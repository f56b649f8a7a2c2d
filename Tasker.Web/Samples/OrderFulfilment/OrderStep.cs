using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>A step of an order: waits as long as the input says, so that a person can watch, and then works.</summary>
internal abstract class OrderStep(TimeProvider clock) : IStepHandler
{
    public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
    {
        var delay = TimeSpan.FromMilliseconds(context.GetInput("step_delay_ms", 0));
        if (delay > TimeSpan.Zero)
        {
            context.ReportProgress(0, $"waiting for {delay.TotalSeconds:0.#} s");
            await Task.Delay(delay, clock, ct);
        }

        return await WorkAsync(context, ct);
    }

    protected abstract Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct);
}
