namespace Tasker.Data.Operators;

/// <summary>What came of an operator's act. States are given by their stored texts.</summary>
public abstract record OperatorOutcome
{
    private OperatorOutcome()
    {
    }

    /// <summary>It took effect.</summary>
    /// <param name="State">Where the step or task rests now.</param>
    public sealed record Applied(string State) : OperatorOutcome;

    /// <summary>Somebody was first: the state is no longer the one that the caller saw. Nothing changed.</summary>
    /// <param name="CurrentState">The state now.</param>
    /// <param name="By">Who left the expected state: <c>user:name</c>, <c>node 7</c> or <c>engine</c>.</param>
    /// <param name="At">When that was, database time.</param>
    public sealed record Conflict(string CurrentState, string By, DateTimeOffset At) : OperatorOutcome;

    /// <summary>The act is not possible. Nothing changed.</summary>
    /// <param name="Reason">Why, in words.</param>
    public sealed record Refused(string Reason) : OperatorOutcome
    {
        /// <summary>What is wrong with a value that was given, place by place; empty when that is not the reason.</summary>
        public IReadOnlyList<OperatorProblem> Problems { get; init; } = [];
    }

    /// <summary>There is no such step or task. Nothing is recorded.</summary>
    public sealed record NotFound : OperatorOutcome;

    /// <summary>The idempotency key was used before for the same act on the same thing. Nothing changed.</summary>
    /// <param name="First">What came of it then; an applied one shows the state of now.</param>
    /// <param name="At">When that was, database time.</param>
    public sealed record Replayed(OperatorOutcome First, DateTimeOffset At) : OperatorOutcome;
}
