namespace Tasker.Runtime.Templates;

/// <summary>An event that a step publishes, with its schema compiled: its own, or that of the task's declaration of the same name.</summary>
internal sealed record LoadedEvent(StepEventDeclaration Declaration, ContextSchema? Schema)
{
    public static IReadOnlyList<LoadedEvent> Of(StepTemplate step, TaskTemplate template)
    {
        if (step.PublishesEvents.Count == 0) return [];
        return [.. step.PublishesEvents.Select(declaration =>
        {
            var schema = declaration.Schema ?? template.DomainEvents.FirstOrDefault(e => e.Name == declaration.Name)?.Schema;
            return new LoadedEvent(declaration, schema is { } given ? ContextSchema.Compile(given).Schema : null);
        })];
    }
}
