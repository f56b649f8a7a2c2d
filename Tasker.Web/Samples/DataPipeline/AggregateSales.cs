using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.DataPipeline;

/// <summary>Joins sales, catalogue and targets. What the catalogue or the regions do not know is a fault of the data, not a zero.</summary>
internal static class AggregateSales
{
    public static Task<StepOutcome> RunAsync(StepContext context, CancellationToken ct)
    {
        var sales = context.Results.Get<SalesSums>("transform_sales");
        var products = context.Results.Get<ProductIndex>("transform_products").BySku;
        var targets = context.Results.Get<RegionTargets>("transform_regions").ByRegion;
        var unknown = sales.BySku.Keys.Where(k => !products.ContainsKey(k)).Concat(sales.ByRegion.Keys.Where(k => !targets.ContainsKey(k))).ToList();
        if (unknown.Count > 0) return Task.FromResult(StepOutcome.PermanentFailure($"not in catalogue or regions: {string.Join(", ", unknown)}", "validation_error"));

        var months = sales.ByMonth.Count;
        var regions = sales.ByRegion.Select(r => Region(r.Key, r.Value, targets[r.Key], months));
        var figures = sales.BySku.Select(s => Product(products[s.Key], s.Value)).OrderByDescending(p => p.Revenue).ThenBy(p => p.Sku, StringComparer.Ordinal).ToList();
        return Task.FromResult(StepOutcome.Success(new SalesFigures(
            figures.Sum(p => p.Revenue), figures.Sum(p => p.Margin), sales.ByMonth, [.. regions.OrderByDescending(r => r.PercentOfTarget)], figures)));
    }

    // Measured against the months that the file covers.
    private static RegionFigures Region(string name, decimal revenue, RegionTarget target, int months)
    {
        var due = Math.Min(target.Yearly, target.Monthly * months);
        return new RegionFigures(name, target.Manager, revenue, due, due == 0 ? 0 : Math.Round(100 * revenue / due, 1));
    }

    private static ProductFigures Product(ProductRow product, SkuSales sold) =>
        new(product.Sku, product.Name, product.Category, sold.Quantity, sold.Revenue, sold.Revenue - sold.Quantity * product.UnitCost);
}
