namespace Tasker.Runtime.Messaging;

/// <summary>One delivery of one message.</summary>
/// <param name="Id">The message, or the delivery, in its queue.</param>
/// <param name="Delivery">Tells deliveries of the same id apart.</param>
public readonly record struct MessageReceipt(long Id, long Delivery);
