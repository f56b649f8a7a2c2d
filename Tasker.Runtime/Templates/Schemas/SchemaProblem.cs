namespace Tasker.Runtime.Templates;

/// <summary>Why a schema cannot be used.</summary>
/// <param name="Code">One of the SCHEMA codes of <see cref="ProblemCodes"/>.</param>
/// <param name="Pointer">JSON pointer of the place in the schema; empty for the whole.</param>
/// <param name="Message">One sentence for the author.</param>
public sealed record SchemaProblem(string Code, string Pointer, string Message);
