using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Tasker.Runtime.Worker.Handlers;

/// <summary>Results of all ancestors by step name, parsed when first read.</summary>
public sealed class StepResults(IReadOnlyDictionary<string, string> texts) : IReadOnlyDictionary<string, JsonElement>
{
    private readonly ConcurrentDictionary<string, JsonElement> _parsed = new(StringComparer.Ordinal);

    /// <summary>Of a step without ancestors.</summary>
    public static StepResults None { get; } = new(new Dictionary<string, string>(0, StringComparer.Ordinal));

    /// <inheritdoc/>
    public IEnumerable<string> Keys => texts.Keys;

    /// <inheritdoc/>
    public IEnumerable<JsonElement> Values => texts.Keys.Select(k => this[k]);

    /// <inheritdoc/>
    public int Count => texts.Count;

    /// <summary>The result of an ancestor.</summary>
    /// <exception cref="KeyNotFoundException">The step is no ancestor, or was resolved without a result.</exception>
    public JsonElement this[string key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"there is no result of a step '{key}' among the ancestors ({string.Join(", ", texts.Keys)})");

    /// <summary>The result of an ancestor as a typed value.</summary>
    /// <exception cref="KeyNotFoundException">The step is no ancestor, or was resolved without a result.</exception>
    /// <exception cref="JsonException">The result has another shape.</exception>
    public T Get<T>(string step) =>
        this[step].Deserialize<T>(StepJson.Options) ?? throw new JsonException($"the result of '{step}' is null");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => texts.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out JsonElement value)
    {
        if (!texts.TryGetValue(key, out var text))
        {
            value = default;
            return false;
        }

        value = _parsed.GetOrAdd(key, static (_, t) => JsonElementOf(t), text);
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => texts.Keys.Select(k => KeyValuePair.Create(k, this[k])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static JsonElement JsonElementOf(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
