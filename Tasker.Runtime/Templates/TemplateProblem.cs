namespace Tasker.Runtime.Templates;

/// <summary>One thing that is wrong, or worth knowing, about a template.</summary>
/// <param name="Severity">Whether it stops the template from being used.</param>
/// <param name="Code">A stable name of the kind of problem, one of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">One sentence for the author, with what was found and what is expected.</param>
/// <param name="Line">The line in the text, from 1; 0 when there is no text.</param>
/// <param name="Column">The column in that line, from 1; 0 when there is no text.</param>
/// <param name="Path">JSON pointer of the place, such as <c>/steps/2/retry/max_attempts</c>; null when it has none.</param>
/// <param name="StepName">The step it belongs to; null when it belongs to the template.</param>
public sealed record TemplateProblem(
    ProblemSeverity Severity,
    string Code,
    string Message,
    int Line,
    int Column,
    string? Path = null,
    string? StepName = null);
