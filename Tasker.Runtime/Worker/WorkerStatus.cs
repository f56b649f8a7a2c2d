namespace Tasker.Runtime.Worker;

/// <summary>The worker side of this node (R§6.1).</summary>
/// <param name="Node">Node id.</param>
/// <param name="Running">Handlers running now.</param>
/// <param name="Held">Steps held, running or waiting for a handler.</param>
/// <param name="Capacity">How many may be held now.</param>
/// <param name="Executed">Attempts executed since the start.</param>
/// <param name="Succeeded">Of these, successes.</param>
/// <param name="Failed">Of these, failures.</param>
/// <param name="LeaseLost">Results that came too late to count.</param>
/// <param name="AverageMs">Mean time of a handler, in milliseconds.</param>
/// <param name="P50Ms">Median of the last 1,000.</param>
/// <param name="P95Ms">95th percentile of the last 1,000.</param>
/// <param name="Handlers">Registered callables.</param>
public sealed record WorkerStatus(
    int Node, int Running, int Held, int Capacity, long Executed, long Succeeded, long Failed, long LeaseLost, double AverageMs, double P50Ms,
    double P95Ms, IReadOnlyList<string> Handlers);
