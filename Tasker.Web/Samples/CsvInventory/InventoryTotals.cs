namespace Tasker.Web.Samples.CsvInventory;

/// <summary>Sums over rows of the inventory. Whole cents, so they are exact and do not depend on the order.</summary>
internal sealed record InventoryTotals
{
    public long Rows { get; set; }

    public long Pieces { get; set; }

    public long CostCents { get; set; }

    public long ValueCents { get; set; }

    public SortedDictionary<string, long> PiecesByCategory { get; init; } = new(StringComparer.Ordinal);

    public void Add(InventoryRow row)
    {
        Rows++;
        Pieces += row.Quantity;
        CostCents += (long)row.Quantity * row.CostCents;
        ValueCents += (long)row.Quantity * row.PriceCents;
        Count(row.Category, row.Quantity);
    }

    public void Add(InventoryTotals other)
    {
        Rows += other.Rows;
        Pieces += other.Pieces;
        CostCents += other.CostCents;
        ValueCents += other.ValueCents;
        foreach (var (category, pieces) in other.PiecesByCategory) Count(category, pieces);
    }

    private void Count(string category, long pieces) => PiecesByCategory[category] = PiecesByCategory.GetValueOrDefault(category) + pieces;
}
