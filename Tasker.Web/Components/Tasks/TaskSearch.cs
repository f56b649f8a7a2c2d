using Tasker.Runtime.Queries;
using Tasker.Web.Components.Shared;

namespace Tasker.Web.Components.Tasks;

/// <summary>
/// What a person typed into the search: words of the form <c>key:value</c>, or bare ones, which are ids when they can be and else how a
/// template's name begins. Pure.
/// </summary>
/// <param name="Filter">What was understood.</param>
/// <param name="Chips">Each word, with its problem when it was not.</param>
internal sealed record TaskSearch(TaskFilter Filter, IReadOnlyList<FilterChip> Chips)
{
    /// <summary>True when every word was understood.</summary>
    public bool IsValid => Chips.All(c => c.Problem is null);

    /// <summary>Reads a text.</summary>
    public static TaskSearch Parse(string? text)
    {
        var filter = TaskFilter.All;
        var chips = new List<FilterChip>();
        foreach (var word in (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            var (key, value) = colon > 0 ? (word[..colon].ToLowerInvariant(), word[(colon + 1)..]) : BareWord(word);
            var (next, problem) = Apply(filter, key, value);
            filter = next;
            chips.Add(new FilterChip(key, value, problem));
        }

        return new TaskSearch(filter, chips);
    }

    /// <summary>The text without one of its words.</summary>
    public static string? Without(IEnumerable<FilterChip> chips, FilterChip gone)
    {
        var rest = string.Join(' ', chips.Where(c => !ReferenceEquals(c, gone)).Select(c => $"{c.Key}:{c.Value}"));
        return rest.Length == 0 ? null : rest;
    }

    private static (TaskFilter Filter, string? Problem) Apply(TaskFilter filter, string key, string value) => (key, value) switch
    {
        (_, "") => (filter, $"Say what {key} should be."),
        ("id", _) when !IsHexadecimal(value) => (filter, "An id is hexadecimal, whole or its beginning."),
        ("id", _) => (filter with { Id = value }, null),
        ("state", _) => (filter with { States = [.. filter.States, .. value.Split(',')] }, null),
        ("template", _) => (filter with { Template = value }, null),
        ("version", _) => (filter with { Version = value }, null),
        ("namespace", _) => (filter with { Namespace = value }, null),
        ("initiator", _) => (filter with { Initiator = value }, null),
        ("source", _) => (filter with { SourceSystem = value }, null),
        _ => (filter, "Known are id, state, template, version, namespace, initiator and source."),
    };

    private static (string Key, string Value) BareWord(string word) =>
        word.Length >= 4 && IsHexadecimal(word) ? ("id", word) : ("template", word.EndsWith('*') ? word : word + "*");

    private static bool IsHexadecimal(string text) =>
        text.Length <= 36 && char.IsAsciiHexDigit(text[0]) && text.All(c => char.IsAsciiHexDigit(c) || c == '-');
}
