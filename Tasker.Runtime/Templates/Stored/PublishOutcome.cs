namespace Tasker.Runtime.Templates;

/// <summary>What came of publishing a template version.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>It is published.</summary>
    /// <param name="Version">The new version.</param>
    /// <param name="Warnings">What is worth knowing about it.</param>
    public sealed record Published(TemplateRef Version, IReadOnlyList<TemplateProblem> Warnings) : PublishOutcome;

    /// <summary>The same text was published before; nothing changed.</summary>
    /// <param name="Version">The version that is there.</param>
    public sealed record Unchanged(TemplateRef Version) : PublishOutcome;

    /// <summary>The version exists with another text, and tasks may depend on it; nothing changed.</summary>
    /// <param name="Version">The version that is there.</param>
    /// <param name="SuggestedVersion">A version that is free.</param>
    public sealed record Conflict(TemplateRef Version, string SuggestedVersion) : PublishOutcome;

    /// <summary>The text is not a valid template; nothing changed.</summary>
    /// <param name="Problems">All that is wrong, with places.</param>
    public sealed record Invalid(IReadOnlyList<TemplateProblem> Problems) : PublishOutcome;
}
