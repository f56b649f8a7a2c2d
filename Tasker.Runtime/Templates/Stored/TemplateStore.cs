using System.Security.Cryptography;
using System.Text;
using Tasker.Data.Reads;
using Tasker.Data.Templates;
using Tasker.Runtime.Engine;

namespace Tasker.Runtime.Templates;

/// <summary>Publishes template versions. A published version never changes; tasks keep the one they began with.</summary>
public sealed class TemplateStore(TemplateRows rows, TemplateCatalog catalog, EngineOptions options, TimeProvider clock)
{
    private const int MostVersions = 1_000;
    private const int MostActorCharacters = 128;

    /// <summary>Reads, checks and stores a version, with its namespace and queue. Any number of callers at the same time make one version.</summary>
    public async Task<PublishOutcome> PublishAsync(PublishRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var parsed = TemplateYaml.Parse(request.Yaml, TemplateParseOptions.Default with { Strict = request.Strict });
        if (!parsed.IsValid) return new PublishOutcome.Invalid(parsed.Problems);
        var template = parsed.Template;
        var stored = await rows.StoreAsync(Prepare(template, request), ct);
        var version = new TemplateRef(stored.TemplateId, stored.TemplateUuid, template.Namespace, template.Name, template.Version);
        switch (stored.Outcome)
        {
            case StoreOutcome.Stored:
                catalog.Refresh();
                return new PublishOutcome.Published(version, parsed.Problems);
            case StoreOutcome.Unchanged:
                return new PublishOutcome.Unchanged(version);
            case StoreOutcome.Conflict:
                var versions = await rows.VersionsAsync(template.Namespace, template.Name, MostVersions, ct);
                return new PublishOutcome.Conflict(version, VersionSuggestion.Next(template.Version, versions.Select(v => v.Version)));
            default:
                throw new InvalidOperationException($"unknown outcome {stored.Outcome}");
        }
    }

    /// <summary>Makes a version the one that requests without a version get.</summary>
    /// <returns>False when there is no such version.</returns>
    public async Task<bool> SetDefaultAsync(string ns, string name, string version, CancellationToken ct)
    {
        var changed = await rows.SetDefaultAsync(ns, name, version, ct);
        if (changed) catalog.Refresh();
        return changed;
    }

    private NewTemplate Prepare(TaskTemplate template, PublishRequest request)
    {
        // The numbers that the database works with are those of this installation's environment, as the catalog's are.
        var resolved = TemplateEnvironments.Resolve(template, options.Environment);
        var graph = new TemplateGraph(resolved);
        var initial = InitialSteps.Find(resolved, graph);
        return new NewTemplate
        {
            TemplateUuid = Guid.CreateVersion7(clock.GetUtcNow()),
            Namespace = template.Namespace,
            Name = template.Name,
            Version = template.Version,
            Description = template.Description,
            Definition = TemplateJson.Serialize(template),
            Source = request.Yaml,
            SourceHash = SHA256.HashData(Encoding.UTF8.GetBytes(request.Yaml)),
            StopOnFailure = template.Lifecycle.FailurePolicy == FailurePolicy.Stop,
            GiveUpSeconds = template.Lifecycle.GiveUpAfter is { } after ? FailureOptions.Seconds(after) : null,
            Steps = [.. resolved.Steps.Select((step, no) => new TemplateStepItem(
                no, step.Name, step.Handler.Callable, initial[no], graph.Parents(no).Count(p => initial[p]), step.Retry.MaxAttempts,
                step.Retry.Retryable, graph.LevelOf(no)))],
            Edges = [.. graph.Edges.Select(e => (e.Parent, e.Child))],
            CreatedBy = request.Actor.Length <= MostActorCharacters ? request.Actor : request.Actor[..MostActorCharacters],
            MakeDefault = request.MakeDefault,
        };
    }
}
