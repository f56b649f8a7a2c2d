namespace Tasker.Data.Events;

/// <summary>A published event.</summary>
/// <param name="Position">Its place in the order of publication.</param>
/// <param name="Name">Its name.</param>
/// <param name="PublishedAt">When it was published, database time.</param>
/// <param name="Json">The event as it was sent.</param>
public sealed record StoredEvent(long Position, string Name, DateTimeOffset PublishedAt, string Json);
