using Tasker.Runtime.Queries;

namespace Tasker.Web.Components.Tasks;

/// <summary>What the list was asked, as it stands in the address.</summary>
/// <param name="State">A facet's key or states, comma separated; null for all.</param>
/// <param name="Template">A template as <c>namespace/name</c>; null for all.</param>
/// <param name="Search">The search text; null for none.</param>
/// <param name="Cursor">The page; null for the newest.</param>
internal sealed record TaskListQuery(string? State = null, string? Template = null, string? Search = null, string? Cursor = null)
{
    /// <summary>True when nothing narrows the list.</summary>
    public bool IsEverything => State is null && Template is null && Search is null;

    /// <summary>The address of this list.</summary>
    public string Href
    {
        get
        {
            string?[] parts = [Part("state", State), Part("template", Template), Part("q", Search), Part("cursor", Cursor)];
            var query = string.Join('&', parts.Where(p => p is not null));
            return query.Length == 0 ? "/tasks" : $"/tasks?{query}";
        }
    }

    /// <summary>The same question in the words of the reader; the search's own conditions win.</summary>
    public TaskFilter ToFilter(TaskSearch search)
    {
        var filter = search.Filter;
        if (State is { } state) filter = filter with { States = [.. filter.States, .. state.Split(',')] };
        if (Template?.Split('/', 2) is [var ns, var name]) filter = filter with { Namespace = filter.Namespace ?? ns, Template = filter.Template ?? name };
        return filter;
    }

    /// <summary>A list from the address's parts; empty ones count as not given.</summary>
    public static TaskListQuery Of(string? state, string? template, string? search, string? cursor) =>
        new(Given(state), Given(template), Given(search), Given(cursor));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Part(string key, string? value) => value is null ? null : $"{key}={Uri.EscapeDataString(value)}";
}
