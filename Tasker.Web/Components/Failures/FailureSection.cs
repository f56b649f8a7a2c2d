namespace Tasker.Web.Components.Failures;

/// <summary>A section of what went wrong.</summary>
public enum FailureSection
{
    /// <summary>Failures that look alike.</summary>
    Clusters,

    /// <summary>Tasks that a person has to look at.</summary>
    DeadLetters,

    /// <summary>Tasks near or over a limit of time.</summary>
    Limits,
}
