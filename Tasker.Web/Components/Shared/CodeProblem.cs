namespace Tasker.Web.Components.Shared;

/// <summary>Something wrong at a place in a text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">One sentence.</param>
/// <param name="IsWarning">True when the text may be used all the same.</param>
public sealed record CodeProblem(int Line, int Column, string Message, bool IsWarning = false);
