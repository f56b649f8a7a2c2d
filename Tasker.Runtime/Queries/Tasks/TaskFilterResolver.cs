using Tasker.Data.Reads;
using Tasker.Data.Templates;

namespace Tasker.Runtime.Queries;

/// <summary>Turns a filter as people give it into one as the indexes have it.</summary>
public sealed class TaskFilterResolver(TemplateRows templates)
{
    private const int MostTemplates = 1_000;

    /// <summary>The resolved question, or what is wrong with the filter; a question that nothing can answer is null without a problem.</summary>
    internal async Task<(TaskQuery? Query, QueryProblem? Problem)> ResolveAsync(TaskFilter filter, CancellationToken ct)
    {
        var range = IdRange.OfTime(filter.CreatedFrom, filter.CreatedTo);
        if (Given(filter.Id) is { } id)
        {
            if (IdRange.OfText(id) is not { } ids) return Refused("id", "an id is hexadecimal, whole or its beginning");
            range = range.And(ids);
        }

        var query = new TaskQuery { Initiator = Given(filter.Initiator), SourceSystem = Given(filter.SourceSystem), From = range.From, Before = range.Before };
        if (filter.States.Count > 0)
        {
            if (StateGroups.Find(filter.States, out var unknown) is not { } states) return Refused("state", $"'{unknown}' is not a state or group of states");
            var (phases, exactly) = StateGroups.Split(states);
            query = query with { Phases = phases, States = exactly };
        }

        if (Given(filter.Template) is not null || Given(filter.Namespace) is not null || Given(filter.Version) is not null)
        {
            var found = await TemplatesAsync(filter, ct);
            if (found.Count > MostTemplates) return Refused("template", $"more than {MostTemplates} template versions fit; say more");
            if (found.Count == 0) return (null, null);
            query = query with { Templates = found };
        }

        return range.IsEmpty ? (null, null) : (query, null);
    }

    /// <summary>The filter as one text, the same for the same filter.</summary>
    internal static string Scope(TaskFilter filter) => string.Join(
        '\n', "tasks", string.Join(',', filter.States.Order(StringComparer.Ordinal)), filter.Template, filter.Version, filter.Namespace,
        filter.Initiator, filter.SourceSystem, filter.CreatedFrom?.UtcTicks, filter.CreatedTo?.UtcTicks, filter.Id);

    private static (TaskQuery?, QueryProblem) Refused(string field, string message) => (null, new QueryProblem(field, message));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private Task<IReadOnlyList<int>> TemplatesAsync(TaskFilter filter, CancellationToken ct)
    {
        var name = Given(filter.Template);
        var prefix = name is not null && name.EndsWith('*') ? name[..^1] : null;
        return templates.ResolveAsync(
            Given(filter.Namespace), prefix is null ? name : null, prefix, Given(filter.Version), MostTemplates + 1, ct);
    }
}
