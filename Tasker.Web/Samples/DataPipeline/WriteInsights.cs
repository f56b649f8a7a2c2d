using System.Text;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.DataPipeline;

/// <summary>Writes the report as Markdown. A repeated attempt replaces its own file.</summary>
internal sealed class WriteInsights(SampleFiles files) : IStepHandler
{
    public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
    {
        var figures = context.Results.Get<SalesFigures>("aggregate");
        if (figures.ByMonth.Count == 0) return StepOutcome.PermanentFailure("the file has no sales", "validation_error");
        var best = figures.ByMonth.MaxBy(m => m.Value);
        var top = figures.Products.Take(context.GetInput("top_products", 5)).ToList();
        var text = Report(figures, best.Key, top);
        var path = await files.WriteAsync("reports", $"sales-{context.TaskId}.md", text, ct);
        return StepOutcome.Success(new
        {
            path,
            Bytes = Encoding.UTF8.GetByteCount(text),
            figures.Revenue,
            figures.Margin,
            BestMonth = best.Key,
            BestSellers = top.Select(p => p.Sku),
            MissedTargets = figures.Regions.Where(r => r.PercentOfTarget < 100).Select(r => r.Region),
        });
    }

    private static string Report(SalesFigures figures, string bestMonth, IReadOnlyList<ProductFigures> top)
    {
        var text = new StringBuilder("# Sales report\n\n")
            .Append($"Revenue {figures.Revenue:0.00}, margin {figures.Margin:0.00}; best month {bestMonth}.\n\n")
            .Append("| Region | Manager | Revenue | Target | % |\n|---|---|--:|--:|--:|\n");
        foreach (var r in figures.Regions) text.Append($"| {r.Region} | {r.Manager} | {r.Revenue:0.00} | {r.Target:0.00} | {r.PercentOfTarget:0.0} |\n");
        text.Append("\n| Article | Units | Revenue | Margin |\n|---|--:|--:|--:|\n");
        foreach (var p in top) text.Append($"| {p.Name} | {p.Quantity} | {p.Revenue:0.00} | {p.Margin:0.00} |\n");
        text.Append("\n| Month | Revenue |\n|---|--:|\n");
        foreach (var (month, revenue) in figures.ByMonth) text.Append($"| {month} | {revenue:0.00} |\n");
        return text.ToString();
    }
}
