namespace Tasker.Runtime.StateMachines;

/// <summary>The answer of a state machine to one event.</summary>
internal abstract record MoveResult<TState, TEvent>
    where TState : struct, Enum
    where TEvent : struct, Enum
{
    private MoveResult()
    {
    }

    /// <summary>The move is legal and its guard holds.</summary>
    internal sealed record Moved(TState To, bool OperatorOnly) : MoveResult<TState, TEvent>;

    /// <summary>Nothing changes.</summary>
    internal sealed record Refused(TState From, TEvent Event, MoveRefusal Reason) : MoveResult<TState, TEvent>;
}
