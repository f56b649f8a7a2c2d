namespace Tasker.Runtime.Actors;

/// <summary>Where an actor is in its life.</summary>
public enum ActorState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Takes messages.</summary>
    Running,

    /// <summary>Finishes what it has and takes nothing new.</summary>
    Draining,

    /// <summary>Ended.</summary>
    Stopped,
}
