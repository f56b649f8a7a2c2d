namespace Tasker.Runtime.Templates;

/// <summary>Labels of the systems that a template's steps talk to.</summary>
public sealed record SystemDependencies
{
    /// <summary>The main one; <c>default</c> when nothing is said.</summary>
    public string Primary { get; init; } = "default";

    /// <summary>The others.</summary>
    public IReadOnlyList<string> Secondary { get; init; } = [];
}
