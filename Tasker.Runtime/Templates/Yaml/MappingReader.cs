using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Reads the keys of one mapping as typed values. A key that is asked for is known; <see cref="Done"/> reports all others.
/// Every reading method returns null, after a report, when the value is of another type, so that the caller goes on with the default.
/// </summary>
internal sealed class MappingReader(YamlMapping node, string path, ProblemList problems)
{
    private readonly List<string> known = [];

    public YamlMapping Node => node;

    public string Path => path;

    public string PathOf(string key) => $"{path}/{JsonPointer.Escape(key)}";

    /// <summary>Text of 1 to <paramref name="maxLength"/> characters; null when the key is missing or has no value.</summary>
    public string? Text(string key, int maxLength = 255)
    {
        if (Take(key) is not { } value || value is YamlScalar { IsNull: true })
        {
            return null;
        }

        if (value is not YamlScalar { Type: YamlScalarType.Text } scalar)
        {
            var hint = value is YamlScalar ? "; put it in quotes" : "";
            problems.Error(ProblemCodes.WrongType, $"'{key}': expected text, found {value.Kind}{hint}", value, PathOf(key));
            return null;
        }

        if (scalar.Value.Length > maxLength)
        {
            problems.Error(ProblemCodes.OutOfRange, $"'{key}': {scalar.Value.Length} characters are more than {maxLength}", value, PathOf(key));
            return null;
        }

        return scalar.Value;
    }

    /// <summary>As <see cref="Text"/>, and a missing key or value is an error.</summary>
    public string? RequiredText(string key, int maxLength = 255)
    {
        var value = Text(key, maxLength);
        if (value is null && IsAbsent(key))
        {
            Missing(key);
        }

        return value;
    }

    /// <summary>A whole number within the bounds, both included.</summary>
    public int? Whole(string key, int min, int max)
    {
        if (Take(key) is not { } value || value is YamlScalar { IsNull: true })
        {
            return null;
        }

        if (value is not YamlScalar { Type: YamlScalarType.Int or YamlScalarType.Float } scalar)
        {
            problems.Error(ProblemCodes.WrongType, $"'{key}': expected a whole number, found {value.Kind}", value, PathOf(key));
            return null;
        }

        var number = YamlScalars.ToDouble(scalar);
        if (number >= min && number <= max && Math.Floor(number) == number)
        {
            return (int)number;
        }

        problems.Error(ProblemCodes.OutOfRange, $"'{key}': expected a whole number from {min} to {max}, found {YamlScalars.Shorten(scalar.Value)}", value, PathOf(key));
        return null;
    }

    /// <summary>True when the value is exactly this word; whatever else it is, is for another reading of the same key.</summary>
    public bool Word(string key, string word) => Take(key) is YamlScalar { Type: YamlScalarType.Text } scalar && scalar.Value == word;

    public bool? Flag(string key)
    {
        if (Take(key) is not { } value || value is YamlScalar { IsNull: true })
        {
            return null;
        }

        if (value is YamlScalar { Type: YamlScalarType.Bool } scalar)
        {
            return YamlScalars.IsTrue(scalar);
        }

        problems.Error(ProblemCodes.WrongType, $"'{key}': expected true or false, found {value.Kind}", value, PathOf(key));
        return null;
    }

    /// <summary>One word of an enum.</summary>
    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        var written = TemplateWords.Values<T>();
        if (Take(key) is not { } value || value is YamlScalar { IsNull: true })
        {
            return null;
        }

        if (value is not YamlScalar { Type: YamlScalarType.Text } scalar)
        {
            problems.Error(ProblemCodes.WrongType, $"'{key}': expected one of {string.Join(", ", written)}, found {value.Kind}", value, PathOf(key));
            return null;
        }

        if (TemplateWords.TryParse<T>(scalar.Value, out var choice))
        {
            return choice;
        }

        var hint = TemplateWords.SuggestValue(scalar.Value, written);
        problems.Error(ProblemCodes.UnknownEnum, $"'{key}': '{YamlScalars.Shorten(scalar.Value)}' is not one of {string.Join(", ", written)}{hint}", value, PathOf(key));
        return null;
    }

    /// <summary>A list of texts; a missing key or value is the empty list.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var (item, itemPath) in Items(key))
        {
            // A wrong item keeps its place, so that the index of the others stays that of the text.
            texts.Add((item as YamlScalar)?.Value ?? "");
            if (item is not YamlScalar { Type: YamlScalarType.Text })
            {
                var hint = item is YamlScalar { IsNull: false } ? "; put it in quotes" : "";
                problems.Error(ProblemCodes.WrongType, $"'{key}': expected a list of texts, found {item.Kind}{hint}", item, itemPath);
            }
        }

        return texts;
    }

    /// <summary>A list of mappings; a missing key or value is the empty list.</summary>
    public IEnumerable<MappingReader> Mappings(string key)
    {
        foreach (var (item, itemPath) in Items(key))
        {
            if (item is YamlMapping mapping)
            {
                yield return new MappingReader(mapping, itemPath, problems);
            }
            else
            {
                problems.Error(ProblemCodes.WrongType, $"'{key}': expected a list of mappings, found {item.Kind}", item, itemPath);
                problems.IsIncomplete = true;
            }
        }
    }

    /// <summary>A mapping; null when the key is missing or has no value.</summary>
    public MappingReader? Mapping(string key) =>
        MappingNode(key, ProblemCodes.WrongType) is { } mapping ? new MappingReader(mapping, PathOf(key), problems) : null;

    /// <summary>A mapping of any content as a JSON object.</summary>
    /// <param name="key">The key.</param>
    /// <param name="code">The code to report when it is something else.</param>
    public JsonElement? JsonObject(string key, string code = ProblemCodes.WrongType) =>
        MappingNode(key, code) is { } mapping ? YamlJson.Convert(mapping, PathOf(key), problems) : null;

    /// <summary>All keys that were not asked for, as a JSON object; null when there are none. They count as known.</summary>
    public JsonElement? Rest()
    {
        var rest = new YamlMapping(node.Line, node.Column);
        foreach (var key in node.Keys.Where(k => !known.Contains(k.Value)))
        {
            rest.TryAdd(key, node.Find(key.Value)!);
        }

        known.AddRange(rest.Keys.Select(k => k.Value));
        return rest.Keys.Count == 0 ? null : YamlJson.Convert(rest, path, problems);
    }

    /// <summary>Marks a key as known and returns its value, under its second spelling too.</summary>
    public YamlNode? Take(string key)
    {
        known.Add(key);
        var value = node.Find(key);
        if (TemplateWords.Alias(key) is not { } alias)
        {
            return value;
        }

        known.Add(alias);
        if (value is not null && node.Find(alias) is { } second)
        {
            problems.Error(ProblemCodes.DuplicateKey, $"'{alias}' means the same as '{key}', which is given in line {value.Line}", second, PathOf(alias));
        }

        return value ?? node.Find(alias);
    }

    public void Missing(string key) => problems.Error(ProblemCodes.MissingKey, $"the key '{key}' is missing", node, PathOf(key));

    /// <summary>Reports the keys that nobody asked for.</summary>
    public void Done()
    {
        foreach (var key in node.Keys.Where(k => !known.Contains(k.Value)))
        {
            var hint = TemplateWords.SuggestKey(key.Value, known.Where(k => node.Find(k) is null));
            problems.Doubt(ProblemCodes.UnknownKey, $"'{YamlScalars.Shorten(key.Value)}' is not a key here and is ignored{hint}", key, PathOf(key.Value));
        }
    }

    private bool IsAbsent(string key) => node.Find(key) is null or YamlScalar { IsNull: true };

    private YamlMapping? MappingNode(string key, string code)
    {
        switch (Take(key))
        {
            case null or YamlScalar { IsNull: true }:
                return null;
            case YamlMapping mapping:
                return mapping;
            case { } other:
                problems.Error(code, $"'{key}': expected a mapping, found {other.Kind}", other, PathOf(key));
                return null;
        }
    }

    private IEnumerable<(YamlNode Item, string Path)> Items(string key)
    {
        switch (Take(key))
        {
            case null or YamlScalar { IsNull: true }:
                break;
            case YamlSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    yield return (sequence.Items[i], $"{PathOf(key)}/{i}");
                }

                break;
            case { } other:
                problems.Error(ProblemCodes.WrongType, $"'{key}': expected a list, found {other.Kind}", other, PathOf(key));
                break;
        }
    }
}
