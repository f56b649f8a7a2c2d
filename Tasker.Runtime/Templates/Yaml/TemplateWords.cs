using System.Collections.Frozen;
using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>The words of the format: the spelling of enum values, second spellings of keys, and what people write instead.</summary>
internal static class TemplateWords
{
    /// <summary>Keys that other tools or older guides use, with what they are called here.</summary>
    private static readonly FrozenDictionary<string, string> Misnomers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["initial_delay"] = "backoff_base_ms, in milliseconds",
        ["max_delay"] = "max_backoff_ms, in milliseconds",
        ["max_retries"] = "max_attempts under 'retry'",
        ["retry_limit"] = "max_attempts under 'retry'",
        ["backoff_multiplier"] = "backoff under 'retry'",
        ["namespace"] = "namespace_name",
        ["timeout"] = "timeout_seconds",
        ["schema"] = "input_schema",
        ["lifecycle"] = "lifecycle at the top of the template, for all of its steps",
        ["handler_class"] = "callable under 'handler'",
        ["class"] = "callable",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> EnumMisnomers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["deferred"] = "deferred_convergence",
        ["decision_point"] = "decision",
        ["convergence"] = "deferred_convergence",
        ["constant"] = "linear",
        ["fixed"] = "linear",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The second spelling of a key; null when it has none.</summary>
    public static string? Alias(string key) => key switch
    {
        "type" => "step_type",
        "dependencies" => "depends_on",
        _ => null,
    };

    /// <summary>The values of an enum as templates write them, in order.</summary>
    public static IReadOnlyList<string> Values<T>()
        where T : struct, Enum => Words<T>.Values;

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Words<T>.ByWord.TryGetValue(word, out value);

    /// <summary>" (did you mean 'x'?)" for a key that is not known, or nothing.</summary>
    public static string SuggestKey(string key, IEnumerable<string> known) =>
        Nearest(key, known) is { } near ? Hint($"'{near}'") : Misnomers.TryGetValue(key, out var meant) ? Hint(meant) : "";

    /// <summary>" (did you mean 'x'?)" for a word that is not one of an enum's, or nothing.</summary>
    public static string SuggestValue(string word, IEnumerable<string> known) =>
        EnumMisnomers.TryGetValue(word, out var meant) && known.Contains(meant) ? Hint($"'{meant}'") : SuggestName(word, known);

    /// <summary>" (did you mean 'x'?)" for a name that does not exist, or nothing.</summary>
    public static string SuggestName(string name, IEnumerable<string> known) => Nearest(name, known) is { } near ? Hint($"'{near}'") : "";

    private static string Hint(string what) => $" (did you mean {what}?)";

    private static string? Nearest(string word, IEnumerable<string> known)
    {
        string? best = null;
        var limit = Math.Clamp(word.Length / 3, 1, 3) + 1;
        foreach (var candidate in known)
        {
            var distance = EditDistance.Between(word, candidate, limit);
            if (distance < limit)
            {
                (best, limit) = (candidate, distance);
            }
        }

        return best;
    }

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, T> ByWord =
            Enum.GetValues<T>().ToFrozenDictionary(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()), StringComparer.Ordinal);

        public static readonly IReadOnlyList<string> Values =
            [.. Enum.GetValues<T>().Select(v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()))];
    }
}
