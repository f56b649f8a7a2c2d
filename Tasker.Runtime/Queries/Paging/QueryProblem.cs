namespace Tasker.Runtime.Queries;

/// <summary>What is wrong with a request for data.</summary>
/// <param name="Field">The part of the request: <c>cursor</c>, <c>state</c>, <c>id</c>, <c>template</c> ….</param>
/// <param name="Message">One sentence for whoever asked.</param>
public sealed record QueryProblem(string Field, string Message);
