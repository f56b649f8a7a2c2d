using Tasker.Data.Events;

namespace Tasker.Runtime.Queries;

/// <summary>Published events in their order.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The position to ask again with, now or later; none is missed and none comes twice.</param>
/// <param name="Problem">Why there is no page; null when there is one.</param>
public sealed record EventPage(IReadOnlyList<StoredEvent> Events, long Next, QueryProblem? Problem = null);
