using System.Collections.Frozen;

namespace Tasker.Web.Samples.OrderFulfilment;

/// <summary>The articles of <c>Samples/Data/products.csv</c>, read once.</summary>
internal sealed class Catalogue
{
    private static readonly string[] Columns = ["sku", "name", "unit_price", "stock", "weight_g"];

    private readonly Lazy<Task<FrozenDictionary<string, Article>>> _articles = new(ReadAsync);

    /// <summary>An article; null when the catalogue has none of this number.</summary>
    public async Task<Article?> FindAsync(string sku) => (await _articles.Value).GetValueOrDefault(sku);

    private static async Task<FrozenDictionary<string, Article>> ReadAsync()
    {
        var path = SampleFiles.Find("products.csv") ?? throw new FileNotFoundException("Samples/Data/products.csv is not there");
        var table = await CsvTable.ReadAsync(path, Columns, 10_000, CancellationToken.None);
        return table.Rows
            .Select(r => new Article(
                table.Text(r, "sku"), table.Text(r, "name"), table.Amount(r, "unit_price"), (int)table.Amount(r, "stock"), (int)table.Amount(r, "weight_g")))
            .ToFrozenDictionary(a => a.Sku, StringComparer.Ordinal);
    }

    /// <summary>An article on the shelf.</summary>
    internal sealed record Article(string Sku, string Name, decimal UnitPrice, int Stock, int WeightGrams);
}
