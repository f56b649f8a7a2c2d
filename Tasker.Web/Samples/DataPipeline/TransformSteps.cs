using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.DataPipeline;

/// <summary>Brings each file into the form in which it is joined.</summary>
internal static class TransformSteps
{
    private const int MonthsOfYear = 12;

    /// <summary>Sums revenue by month, region and article.</summary>
    public static Task<StepOutcome> SalesAsync(StepContext context, CancellationToken ct)
    {
        var rows = context.Results.Get<SalesRows>("extract_sales").Rows;
        return Done(new SalesSums(
            Sorted(rows.GroupBy(r => r.Month, StringComparer.Ordinal), g => g.Sum(Revenue)),
            Sorted(rows.GroupBy(r => r.Region, StringComparer.Ordinal), g => g.Sum(Revenue)),
            Sorted(rows.GroupBy(r => r.Sku, StringComparer.Ordinal), g => new SkuSales(g.Sum(r => r.Quantity), g.Sum(Revenue)))));
    }

    /// <summary>The catalogue by article.</summary>
    public static Task<StepOutcome> ProductsAsync(StepContext context, CancellationToken ct) => Done(new ProductIndex(
        Sorted(context.Results.Get<ProductRows>("extract_products").Rows.GroupBy(r => r.Sku, StringComparer.Ordinal), g => g.First())));

    /// <summary>The targets by region.</summary>
    public static Task<StepOutcome> RegionsAsync(StepContext context, CancellationToken ct) => Done(new RegionTargets(Sorted(
        context.Results.Get<RegionRows>("extract_regions").Rows.GroupBy(r => r.Region, StringComparer.Ordinal),
        g => new RegionTarget(g.First().Manager, g.First().Target, Math.Round(g.First().Target / MonthsOfYear, 2)))));

    private static decimal Revenue(Sale sale) => sale.Quantity * sale.UnitPrice;

    private static SortedDictionary<string, TValue> Sorted<TRow, TValue>(IEnumerable<IGrouping<string, TRow>> groups, Func<IGrouping<string, TRow>, TValue> value) =>
        new(groups.ToDictionary(g => g.Key, value), StringComparer.Ordinal);

    private static Task<StepOutcome> Done<T>(T result) => Task.FromResult(StepOutcome.Success(result));
}
