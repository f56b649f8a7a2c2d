using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>Looks up each article and prices the order. Lines of the same article become one.</summary>
internal sealed class ValidateOrder(Catalogue catalogue, TimeProvider clock) : OrderStep(clock)
{
    protected override async Task<StepOutcome> WorkAsync(StepContext context, CancellationToken ct)
    {
        var lines = new List<PricedLine>();
        foreach (var ordered in context.GetInput<OrderLine[]>("lines", []).GroupBy(l => l.Sku, StringComparer.Ordinal))
        {
            if (await catalogue.FindAsync(ordered.Key) is not { } article)
            {
                return StepOutcome.PermanentFailure($"the catalogue has no article '{ordered.Key}'", "unknown_article");
            }

            var quantity = ordered.Sum(l => l.Quantity);
            lines.Add(new PricedLine(
                article.Sku, article.Name, quantity, article.UnitPrice, quantity * article.UnitPrice, quantity * article.WeightGrams, article.Stock));
        }

        return StepOutcome.Success(new PricedOrder(lines, lines.Sum(l => l.Total)));
    }
}
