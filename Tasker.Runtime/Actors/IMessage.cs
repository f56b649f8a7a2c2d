namespace Tasker.Runtime.Actors;

/// <summary>A message that names its reply. Messages are sealed records of values; what they mean is up to the one actor that handles them.</summary>
/// <typeparam name="TReply">What the sender gets back.</typeparam>
#pragma warning disable CA1040, S2326 // The type parameter is the point: it ties a message to its reply at compile time.
public interface IMessage<TReply>;
#pragma warning restore CA1040, S2326

/// <summary>The reply of a message whose sender only wants to know that it was handled.</summary>
public readonly record struct Done;
