using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>
/// Charges the total under a charge id that a repeated attempt uses again. Fails as the input wants, counted by executions, so that
/// the same input always takes the same way: first the gateway's errors, then the bank's declines.
/// </summary>
internal sealed class ProcessPayment(TimeProvider clock) : OrderStep(clock)
{
    protected override Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct)
    {
        var failures = context.GetInput("payment_failures", 0);
        var declines = context.GetInput("payment_declined", fallback: false) ? context.GetInput("declines", 1) : 0;
        if (context.Execution <= failures)
        {
            return Task.FromResult(StepOutcome.RetryableFailure($"the gateway answered 502 to execution {context.Execution}", errorType: "gateway_error"));
        }

        if (context.Execution <= failures + declines)
        {
            return Task.FromResult(StepOutcome.PermanentFailure("the bank declined the charge; retry the step when the customer has settled it", "payment_declined"));
        }

        var order = context.Results.Get<PricedOrder>("validate_order");
        return Task.FromResult(StepOutcome.Success(new Payment("ch_" + context.IdempotencyKey, order.Total, context.Execution)));
    }
}
