using Tasker.Data.Pauses;

namespace Tasker.Runtime.Queries;

/// <summary>What is paused.</summary>
public sealed class PauseBrowser(PauseReads pauses)
{
    /// <summary>At most so many are listed.</summary>
    public const int MostPauses = 1000;

    /// <summary>Pauses in force, the last first; at most <see cref="MostPauses"/>.</summary>
    public Task<IReadOnlyList<PauseItem>> ListAsync(CancellationToken ct) => pauses.ListAsync(MostPauses, ct);

    /// <summary>One pause; null when it was ended.</summary>
    public Task<PauseItem?> GetAsync(Guid pause, CancellationToken ct) => pauses.GetAsync(pause, ct);
}
