namespace Tasker.Web.Bench;

/// <summary>A minute of a sustained load.</summary>
/// <param name="StepsPerSecond">Steps executed a second.</param>
/// <param name="RssMegabytes">Memory of the process at its end.</param>
internal sealed record BenchSample(double StepsPerSecond, double RssMegabytes);
