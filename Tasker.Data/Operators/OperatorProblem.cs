namespace Tasker.Data.Operators;

/// <summary>What is wrong with a value that an operator gave.</summary>
/// <param name="Pointer">Where in it, a JSON pointer; empty for the whole value.</param>
/// <param name="Message">What, in words.</param>
public sealed record OperatorProblem(string Pointer, string Message);
