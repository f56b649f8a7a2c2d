namespace Tasker.Web.Samples.MixedDag;

/// <summary>Values in order.</summary>
internal sealed record Series(IReadOnlyList<double> Values);

/// <summary>Size, middle and spread.</summary>
internal sealed record Description(int Count, double Mean, double Deviation, double Least, double Most);

/// <summary>The values below which a quarter, a half and three quarters lie.</summary>
internal sealed record Quartiles(double LowerQuartile, double Median, double UpperQuartile);

/// <summary>Places in the series, from 0.</summary>
internal sealed record Outliers(IReadOnlyList<int> Places);

/// <summary>A straight line.</summary>
internal sealed record Trend(double Slope, double Intercept);
