using System.Diagnostics.CodeAnalysis;

namespace Tasker.Runtime.Templates;

/// <summary>What came out of reading a template's text.</summary>
public sealed class TemplateParseResult
{
    internal TemplateParseResult(TaskTemplate? draft, IReadOnlyList<TemplateProblem> problems)
    {
        Problems = problems;
        Draft = draft;
        Template = problems.Any(p => p.Severity == ProblemSeverity.Error) ? null : draft;
    }

    /// <summary>The template; null when there is an error among the problems.</summary>
    public TaskTemplate? Template { get; }

    /// <summary>
    /// What could be read, also when there are errors: for previews, never for running. Null when the text is not even a mapping.
    /// Values that could not be read have their defaults, steps without a name are left out.
    /// </summary>
    public TaskTemplate? Draft { get; }

    /// <summary>Everything that was found, in the order of the text.</summary>
    public IReadOnlyList<TemplateProblem> Problems { get; }

    /// <summary>True when there is no error: <see cref="Template"/> is there.</summary>
    [MemberNotNullWhen(true, nameof(Template))]
    public bool IsValid => Template is not null;
}
