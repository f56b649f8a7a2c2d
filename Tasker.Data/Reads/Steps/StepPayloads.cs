namespace Tasker.Data.Reads;

/// <summary>The JSON values of a step.</summary>
/// <param name="Inputs">Own inputs of a dynamic step, or inputs edited by an operator.</param>
/// <param name="Result">What the handler returned.</param>
/// <param name="Failure">The last failure.</param>
/// <param name="Checkpoint">Where a handler that yields wants to go on.</param>
public sealed record StepPayloads(Payload? Inputs, Payload? Result, Payload? Failure, Payload? Checkpoint);
