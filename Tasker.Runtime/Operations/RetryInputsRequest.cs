namespace Tasker.Runtime.Operations;

/// <summary>A person asks for a step to run again, with other inputs if any are given.</summary>
public sealed record RetryInputsRequest : StepActRequest
{
    /// <summary>
    /// What the step works on from now on, a JSON object. For a batch worker these are its own inputs (its cursor); for every other step
    /// what it sees in place of the task's context, which has to fit the template's <c>input_schema</c>. Null: unchanged.
    /// </summary>
    public string? InputsJson { get; init; }
}
