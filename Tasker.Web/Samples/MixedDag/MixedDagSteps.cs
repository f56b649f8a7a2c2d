using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Web.Samples.MixedDag;

/// <summary>Statistics of a series of measurements.</summary>
internal static class MixedDagSteps
{
    private const double OutlierDistance = 1.5;

    /// <summary>Takes the series.</summary>
    public static Task<StepOutcome> CollectAsync(StepContext context, CancellationToken ct) =>
        Done(new Series([.. context.GetInput<double[]>("values", []).Select(Rounded)]));

    /// <summary>Mean and standard deviation of the sample.</summary>
    public static Task<StepOutcome> DescribeAsync(StepContext context, CancellationToken ct)
    {
        var values = Values(context);
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return Done(new Description(values.Count, Rounded(mean), Rounded(deviation), values.Min(), values.Max()));
    }

    /// <summary>Median and quartiles.</summary>
    public static Task<StepOutcome> RankAsync(StepContext context, CancellationToken ct)
    {
        var sorted = Values(context).Order().ToList();
        return Done(new Quartiles(Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75)));
    }

    /// <summary>Places of the values that lie far outside the quartiles.</summary>
    public static Task<StepOutcome> FindOutliersAsync(StepContext context, CancellationToken ct)
    {
        var values = Values(context);
        var quartiles = context.Results.Get<Quartiles>("rank");
        var distance = OutlierDistance * (quartiles.UpperQuartile - quartiles.LowerQuartile);
        var outliers = Enumerable.Range(0, values.Count)
            .Where(i => values[i] < quartiles.LowerQuartile - distance || values[i] > quartiles.UpperQuartile + distance);
        return Done(new Outliers([.. outliers]));
    }

    /// <summary>Least squares over place and value, without the outliers.</summary>
    public static Task<StepOutcome> FitTrendAsync(StepContext context, CancellationToken ct)
    {
        var left = context.Results.Get<Outliers>("find_outliers").Places.ToHashSet();
        var points = Values(context).Select((y, x) => (X: (double)x, Y: y)).Where(p => !left.Contains((int)p.X)).ToList();
        var (meanX, meanY) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - meanX) * (p.Y - meanY)) / points.Sum(p => (p.X - meanX) * (p.X - meanX));
        return Done(new Trend(Rounded(slope), Rounded(meanY - slope * meanX)));
    }

    /// <summary>The next values on the line.</summary>
    public static Task<StepOutcome> ForecastAsync(StepContext context, CancellationToken ct)
    {
        var trend = context.Results.Get<Trend>("fit_trend");
        var next = context.Results.Get<Description>("describe").Count;
        return Done(new Series([.. Enumerable.Range(next, context.GetInput("horizon", 3)).Select(x => Rounded(trend.Intercept + trend.Slope * x))]));
    }

    /// <summary>A sentence for people.</summary>
    public static Task<StepOutcome> ReportAsync(StepContext context, CancellationToken ct)
    {
        var described = context.Results.Get<Description>("describe");
        var median = context.Results.Get<Quartiles>("rank").Median;
        var trend = context.Results.Get<Trend>("fit_trend");
        var outliers = context.Results.Get<Outliers>("find_outliers").Places.Count;
        var direction = trend.Slope switch { > 0 => "rising", < 0 => "falling", _ => "level" };
        return Done(new
        {
            Summary = $"{described.Count} values around {median:0.##} (mean {described.Mean:0.##} ± {described.Deviation:0.##}), {direction}, {outliers} outliers",
            direction,
            outliers,
            Forecast = context.Results.Get<Series>("forecast").Values,
        });
    }

    private static Task<StepOutcome> Done<T>(T result) => Task.FromResult(StepOutcome.Success(result));

    private static IReadOnlyList<double> Values(StepContext context) => context.Results.Get<Series>("collect").Values;

    private static double Rounded(double value) => Math.Round(value, 6);

    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return Rounded(sorted[below] + (sorted[above] - sorted[below]) * (place - below));
    }
}
