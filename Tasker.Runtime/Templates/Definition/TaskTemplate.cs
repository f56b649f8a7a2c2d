using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>A versioned definition of a workflow: what its tasks take in, which steps they have and how these hang together.</summary>
public sealed record TaskTemplate
{
    /// <summary>The template's name, unique with <see cref="Namespace"/> and <see cref="Version"/>: a lower-case letter, then up to 62 of a-z, 0-9 and _.</summary>
    public required string Name { get; init; }

    /// <summary>The namespace, which also names the worker queue; the same letters as a name, at most 29.</summary>
    public required string Namespace { get; init; }

    /// <summary>A semantic version such as <c>1.4.0</c> or <c>2.0.0-rc.1</c>, at most 50 characters.</summary>
    public required string Version { get; init; }

    /// <summary>What the template is for, at most 2,000 characters; null when nothing is said.</summary>
    public string? Description { get; init; }

    /// <summary>Notes for people; nothing in the engine depends on them. Null when there are none.</summary>
    public TemplateMetadata? Metadata { get; init; }

    /// <summary>Labels of the systems that the steps talk to.</summary>
    public SystemDependencies SystemDependencies { get; init; } = new();

    /// <summary>Events that any step of the task may publish.</summary>
    public IReadOnlyList<DomainEventDeclaration> DomainEvents { get; init; } = [];

    /// <summary>The JSON Schema of a task's context, enforced when a task is requested; null accepts any object.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>The steps, in the order of the text. A step's number is its place in this list.</summary>
    public required IReadOnlyList<StepTemplate> Steps { get; init; }

    /// <summary>Overrides by environment; empty in a resolved template (see <see cref="TemplateEnvironments"/>).</summary>
    public IReadOnlyList<TemplateEnvironment> Environments { get; init; } = [];

    /// <summary>How long a task may stay in its states, and what a failed branch does to the others.</summary>
    public TemplateLifecycle Lifecycle { get; init; } = new();

    /// <summary>What makes two requests the same task.</summary>
    public IdentityStrategy IdentityStrategy { get; init; } = IdentityStrategy.Strict;
}
