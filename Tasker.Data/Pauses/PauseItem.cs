namespace Tasker.Data.Pauses;

/// <summary>A pause that is in force.</summary>
/// <param name="PauseId">Its id.</param>
/// <param name="Target">What is paused.</param>
/// <param name="PausedBy">Who, as <c>user:name</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="PausedAt">Since when, database time.</param>
/// <param name="Until">When it ends by itself; null: not by itself.</param>
public sealed record PauseItem(Guid PauseId, PauseTarget Target, string PausedBy, string Reason, DateTimeOffset PausedAt, DateTimeOffset? Until);
