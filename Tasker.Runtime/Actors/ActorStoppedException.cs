namespace Tasker.Runtime.Actors;

/// <summary>A message came to an actor that takes no more.</summary>
public sealed class ActorStoppedException : Exception
{
    /// <summary>Names the actor.</summary>
    public ActorStoppedException(string actor)
        : base($"the actor '{actor}' takes no more messages")
    {
    }

    /// <summary>Names the actor and the cause.</summary>
    public ActorStoppedException(string actor, Exception innerException)
        : base($"the actor '{actor}' takes no more messages", innerException)
    {
    }

    /// <summary>Without a name.</summary>
    public ActorStoppedException()
    {
    }
}
