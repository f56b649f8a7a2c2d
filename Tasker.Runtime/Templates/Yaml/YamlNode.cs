namespace Tasker.Runtime.Templates;

/// <summary>A node of the text with its place. Lines and columns count from 1.</summary>
internal abstract class YamlNode(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>The kind in words, for messages.</summary>
    public abstract string Kind { get; }
}

internal sealed class YamlMapping(int line, int column) : YamlNode(line, column)
{
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly List<YamlScalar> keys = [];

    public override string Kind => "a mapping";

    public IReadOnlyList<YamlScalar> Keys => keys;

    public YamlNode? Find(string key) => values.GetValueOrDefault(key);

    /// <summary>False when the key is already there; the first value stays.</summary>
    public bool TryAdd(YamlScalar key, YamlNode value)
    {
        if (!values.TryAdd(key.Value, value))
        {
            return false;
        }

        keys.Add(key);
        return true;
    }
}

internal sealed class YamlSequence(int line, int column) : YamlNode(line, column)
{
    public override string Kind => "a list";

    public List<YamlNode> Items { get; } = [];
}

internal sealed class YamlScalar(string value, bool plain, int line, int column) : YamlNode(line, column)
{
    public string Value { get; } = value;

    public bool IsPlain { get; } = plain;

    public YamlScalarType Type { get; } = plain ? YamlScalars.Classify(value) : YamlScalarType.Text;

    public bool IsNull => Type == YamlScalarType.Null;

    public override string Kind => Type switch
    {
        YamlScalarType.Null => "nothing",
        YamlScalarType.Bool => $"the truth value {YamlScalars.Shorten(Value)}",
        YamlScalarType.Int or YamlScalarType.Float => $"the number {YamlScalars.Shorten(Value)}",
        YamlScalarType.Text => $"the text '{YamlScalars.Shorten(Value)}'",
        _ => throw new InvalidOperationException($"no words for {Type}"),
    };
}
