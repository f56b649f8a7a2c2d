namespace Tasker.Runtime.Templates;

/// <summary>Which way a domain event goes.</summary>
public enum EventDelivery
{
    /// <summary>Through the namespace's event queue, for consumers anywhere; survives a restart.</summary>
    Durable,

    /// <summary>To subscribers in the same process only; lost with it.</summary>
    Fast,

    /// <summary>Both, the fast way first.</summary>
    Broadcast,
}
