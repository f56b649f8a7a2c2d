namespace Tasker.Web.Samples.DataPipeline;

/// <summary>A sale.</summary>
internal sealed record Sale(string Month, string Region, string Sku, int Quantity, decimal UnitPrice);

/// <summary>Sales of a file.</summary>
internal sealed record SalesRows(int RowCount, IReadOnlyList<Sale> Rows);

/// <summary>An article of the catalogue.</summary>
internal sealed record ProductRow(string Sku, string Name, string Category, decimal UnitCost);

/// <summary>The catalogue.</summary>
internal sealed record ProductRows(IReadOnlyList<ProductRow> Rows);

/// <summary>A region with its target for the year.</summary>
internal sealed record RegionRow(string Region, string Manager, decimal Target);

/// <summary>All regions.</summary>
internal sealed record RegionRows(IReadOnlyList<RegionRow> Rows);

/// <summary>Units and revenue of an article.</summary>
internal sealed record SkuSales(int Quantity, decimal Revenue);

/// <summary>Revenue by three keys.</summary>
internal sealed record SalesSums(SortedDictionary<string, decimal> ByMonth, SortedDictionary<string, decimal> ByRegion, SortedDictionary<string, SkuSales> BySku);

/// <summary>The catalogue by article.</summary>
internal sealed record ProductIndex(SortedDictionary<string, ProductRow> BySku);

/// <summary>The target of a region for the months that have sales.</summary>
internal sealed record RegionTarget(string Manager, decimal Yearly, decimal Monthly);

/// <summary>Targets by region.</summary>
internal sealed record RegionTargets(SortedDictionary<string, RegionTarget> ByRegion);

/// <summary>How a region did.</summary>
internal sealed record RegionFigures(string Region, string Manager, decimal Revenue, decimal Target, decimal PercentOfTarget);

/// <summary>How an article sold.</summary>
internal sealed record ProductFigures(string Sku, string Name, string Category, int Quantity, decimal Revenue, decimal Margin);

/// <summary>Everything joined.</summary>
internal sealed record SalesFigures(
    decimal Revenue, decimal Margin, SortedDictionary<string, decimal> ByMonth, IReadOnlyList<RegionFigures> Regions, IReadOnlyList<ProductFigures> Products);
