namespace Tasker.Runtime.Templates;

/// <summary>How much a problem matters.</summary>
public enum ProblemSeverity
{
    /// <summary>The template cannot be used.</summary>
    Error,

    /// <summary>It can be used, but probably does not do what its author meant.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Info,
}
