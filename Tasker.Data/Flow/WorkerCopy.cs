namespace Tasker.Data.Flow;

/// <summary>A worker of a batch that ended, as what joins the workers reads it.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="Json">Its result; of a failed one, its inputs.</param>
/// <param name="Failure">Why it failed for good, JSON; null when it ended well.</param>
public sealed record WorkerCopy(string Name, string Json, string? Failure);
