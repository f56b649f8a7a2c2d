namespace Tasker.Runtime.Actors;

/// <summary>The size of an actor's mailbox.</summary>
/// <param name="Capacity">Messages that may wait; a sender waits when it is full. 1 or more.</param>
/// <param name="Concurrency">Messages handled at the same time. 1 or more.</param>
public readonly record struct MailboxOptions(int Capacity, int Concurrency);
