namespace Tasker.Web.Api.Bodies;

/// <summary>One thing that was looked at.</summary>
/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Message">What was found.</param>
/// <param name="DurationMs">How long the look took.</param>
internal sealed record HealthCheckBody(string Status, string Message, double DurationMs);

/// <summary>How the process is.</summary>
internal sealed record HealthBody(string Status, IReadOnlyDictionary<string, HealthCheckBody>? Checks, HealthInfoBody? Info);

/// <summary>Which process.</summary>
internal sealed record HealthInfoBody(string Version, string Environment, int Node, long WorkingSetBytes, int TasksInMemory);
