using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.DataPipeline;

/// <summary>Reads the three files.</summary>
internal static class ExtractSteps
{
    private const int MostRows = 10_000;

    /// <summary>Reads the sales; a date counts by its month.</summary>
    public static Task<StepOutcome> SalesAsync(StepContext context, CancellationToken ct) => ReadAsync(
        context.GetInput("sales_file", "sales.csv"),
        ["date", "region", "sku", "quantity", "unit_price"],
        table => new SalesRows(table.Rows.Count, [.. table.Rows.Select(r => new Sale(
            Month(table.Text(r, "date")), table.Text(r, "region"), table.Text(r, "sku"), (int)table.Amount(r, "quantity"), table.Amount(r, "unit_price")))]),
        ct);

    /// <summary>Reads the catalogue.</summary>
    public static Task<StepOutcome> ProductsAsync(StepContext context, CancellationToken ct) => ReadAsync(
        "products.csv",
        ["sku", "name", "category", "unit_cost"],
        table => new ProductRows([.. table.Rows.Select(r => new ProductRow(
            table.Text(r, "sku"), table.Text(r, "name"), table.Text(r, "category"), table.Amount(r, "unit_cost")))]),
        ct);

    /// <summary>Reads the regions.</summary>
    public static Task<StepOutcome> RegionsAsync(StepContext context, CancellationToken ct) => ReadAsync(
        "regions.csv",
        ["region", "manager", "target"],
        table => new RegionRows([.. table.Rows.Select(r => new RegionRow(table.Text(r, "region"), table.Text(r, "manager"), table.Amount(r, "target")))]),
        ct);

    private static async Task<StepOutcome> ReadAsync<T>(string file, string[] columns, Func<CsvTable, T> map, CancellationToken ct)
    {
        if (SampleFiles.Find(file) is not { } path) return StepOutcome.PermanentFailure($"there is no file '{file}' in Samples/Data", "file_not_found");
        try
        {
            return StepOutcome.Success(map(await CsvTable.ReadAsync(path, columns, MostRows, ct)));
        }
        catch (InvalidDataException e)
        {
            return StepOutcome.PermanentFailure($"{file}: {e.Message}", "validation_error");
        }
    }

    private static string Month(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", out var day) ? day.ToString("yyyy-MM") : throw new InvalidDataException($"'{date}' is no date (yyyy-MM-dd)");
}
