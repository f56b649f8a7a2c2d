namespace Tasker.Runtime.Templates;

/// <summary>A template version with the environment's overrides applied, made ready for execution. Never changes.</summary>
public sealed class LoadedTemplate
{
    internal LoadedTemplate(int templateId, TaskTemplate template)
    {
        TemplateId = templateId;
        Template = template;
        Graph = new TemplateGraph(template);
        Key = $"{template.Namespace}/{template.Name}:{template.Version}";
        Steps = [.. template.Steps.Select((s, no) => new LoadedStep(s, no, Graph.Ancestors(no), Graph.Children(no).Count))];
        RootCount = Graph.Roots.Count();
        ContextSchema = template.InputSchema is { } schema ? Templates.ContextSchema.Compile(schema).Schema : null;
        IdentityStrategy = (Identity.IdentityStrategy)template.IdentityStrategy;
    }

    /// <summary>The database's key.</summary>
    public int TemplateId { get; }

    /// <summary>The model.</summary>
    public TaskTemplate Template { get; }

    /// <summary>Its graph.</summary>
    public TemplateGraph Graph { get; }

    /// <summary>Namespace.</summary>
    public string Namespace => Template.Namespace;

    /// <summary>Name.</summary>
    public string Name => Template.Name;

    /// <summary>Version.</summary>
    public string Version => Template.Version;

    /// <summary><c>namespace/name:version</c>.</summary>
    public string Key { get; }

    /// <summary>Steps by number.</summary>
    public IReadOnlyList<LoadedStep> Steps { get; }

    /// <summary>Steps without a parent.</summary>
    public int RootCount { get; }

    /// <summary>What a context must satisfy; null: anything.</summary>
    public ContextSchema? ContextSchema { get; }

    /// <summary>How a task's identity is computed.</summary>
    public Identity.IdentityStrategy IdentityStrategy { get; }
}
