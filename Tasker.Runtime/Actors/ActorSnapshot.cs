namespace Tasker.Runtime.Actors;

/// <summary>How an actor is doing. The figures are read one after another and may be torn by a message that is just being handled.</summary>
/// <param name="Name">The actor.</param>
/// <param name="State">Its state.</param>
/// <param name="MailboxDepth">Messages that wait.</param>
/// <param name="MailboxCapacity">How many may wait.</param>
/// <param name="InFlight">Messages being handled.</param>
/// <param name="Concurrency">How many may be handled at once.</param>
/// <param name="Handled">Messages handled since the start.</param>
/// <param name="Failed">Of these, how many ended with an exception.</param>
/// <param name="AverageMs">Mean time of handling, in milliseconds.</param>
/// <param name="LastError">The type of the last exception; null when there was none.</param>
public sealed record ActorSnapshot(
    string Name, ActorState State, int MailboxDepth, int MailboxCapacity, int InFlight, int Concurrency, long Handled, long Failed,
    double AverageMs, string? LastError)
{
    /// <summary>How full the mailbox is, 0 to 1.</summary>
    public double Saturation => MailboxCapacity == 0 ? 0 : (double)MailboxDepth / MailboxCapacity;
}
