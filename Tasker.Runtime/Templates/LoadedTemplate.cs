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
        Steps = [.. template.Steps.Select(Load)];
        InitialSteps = Templates.InitialSteps.Find(template, Graph);
        RootCount = Graph.Roots.Count(no => InitialSteps[no]);
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

    /// <summary>Which steps are created with the task, by number; the others when a decision or a batch calls for them.</summary>
    public IReadOnlyList<bool> InitialSteps { get; }

    /// <summary>Steps that a new task begins with: initial and without a parent.</summary>
    public int RootCount { get; }

    /// <summary>What a context must satisfy; null: anything.</summary>
    public ContextSchema? ContextSchema { get; }

    /// <summary>How a task's identity is computed.</summary>
    public Identity.IdentityStrategy IdentityStrategy { get; }

    private LoadedStep Load(StepTemplate step, int no)
    {
        var ancestors = Graph.Ancestors(no);
        return new LoadedStep(step, no, ancestors, Graph.Children(no).Count)
        {
            BatchAncestors = [.. ancestors.Where(a => Template.Steps[a].Type == StepType.BatchWorker)],
            Events = LoadedEvent.Of(step, Template),
        };
    }
}
