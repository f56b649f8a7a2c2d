namespace Tasker.Runtime.StateMachines;

/// <summary>What must hold, besides the state, before a step moves.</summary>
internal enum StepGuard
{
    /// <summary>Nothing more.</summary>
    None,

    /// <summary>Every parent is complete or resolved by a person.</summary>
    ParentsFinished,

    /// <summary>Another attempt is allowed (<see cref="Retry.RetryEligibility"/>): a step never waits for a retry that cannot come.</summary>
    AttemptAllowed,

    /// <summary>A result is stored with the move, because children read it.</summary>
    ResultGiven,
}
