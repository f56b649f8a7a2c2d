using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>Compares what is ordered with the stock, and puts it aside under a number that a repeated attempt uses again.</summary>
internal sealed class ReserveInventory(TimeProvider clock) : OrderStep(clock)
{
    protected override Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct)
    {
        var order = context.Results.Get<PricedOrder>("validate_order");
        var missing = order.Lines.Where(l => l.Quantity > l.Stock).Select(l => $"{l.Sku}: {l.Quantity} ordered, {l.Stock} in stock").ToList();
        if (missing.Count > 0) return Task.FromResult(StepOutcome.PermanentFailure(string.Join("; ", missing), "out_of_stock"));
        var reservation = new Reservation("R-" + context.IdempotencyKey[^12..], [.. order.Lines.Select(l => new OrderLine(l.Sku, l.Quantity))]);
        return Task.FromResult(StepOutcome.Success(new ReservedStock(reservation, order.Lines.Sum(l => l.WeightGrams))));
    }
}
