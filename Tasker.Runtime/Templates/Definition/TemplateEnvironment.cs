namespace Tasker.Runtime.Templates;

/// <summary>What is different in one environment.</summary>
public sealed record TemplateEnvironment
{
    /// <summary>The environment's name, such as <c>test</c> or <c>production</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The changes, in the order of the text.</summary>
    public IReadOnlyList<StepOverride> Steps { get; init; } = [];
}
