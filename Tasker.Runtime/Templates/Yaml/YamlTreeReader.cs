using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Builds the tree of a text from the parser's event stream and refuses, on the way, what could harm: too much, too deep,
/// anchors and aliases, tags, a second document. It never recurses and stops at the first such event, so a hostile text
/// costs no more than its length.
/// </summary>
internal sealed class YamlTreeReader(TemplateParseOptions options, ProblemList problems)
{
    /// <summary>Deeper trees could not be stored: JSON readers stop at 64, and the stored form adds a little.</summary>
    private const int DeepestStorable = 60;

    private readonly int maxDepth = Math.Min(options.MaxDepth, DeepestStorable);
    private readonly Stack<Open> open = new();
    private YamlNode? root;
    private int events;
    private int documents;

    /// <summary>A mapping or sequence that has not ended, with the key that waits for its value.</summary>
    private sealed class Open(YamlNode node)
    {
        public YamlNode Node { get; } = node;

        public YamlScalar? Key { get; set; }
    }

    /// <summary>The tree; null when the text was refused, with the reason among the problems.</summary>
    public YamlMapping? Read(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            while (parser.MoveNext())
            {
                if (!Accept(parser.Current!))
                {
                    return null;
                }
            }
        }
        catch (YamlException e)
        {
            return Refuse(ProblemCodes.Syntax, Sentence(e.Message), e.Start);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser leaks these for odd escapes, tags and directives; to the author it is a text that cannot be read.
            return Refuse(ProblemCodes.Syntax, "the text cannot be read from here on", parser.Current?.End ?? Mark.Empty);
        }

        return root switch
        {
            YamlMapping mapping => mapping,
            null => Refuse(ProblemCodes.WrongType, "expected a mapping with the template's keys, found nothing", 1, 1),
            _ => Refuse(ProblemCodes.WrongType, $"expected a mapping with the template's keys, found {root.Kind}", root.Line, root.Column),
        };
    }

    private bool Accept(ParsingEvent current)
    {
        if (++events > options.MaxEvents)
        {
            return Refused(ProblemCodes.TooManyNodes, $"the text has more than {options.MaxEvents} parts", current.Start);
        }

        return current switch
        {
            AnchorAlias => Refused(ProblemCodes.AliasNotAllowed, "anchors and aliases are not allowed; write the value out", current.Start),
            NodeEvent { Anchor.IsEmpty: false } => Refused(ProblemCodes.AliasNotAllowed, "anchors and aliases are not allowed; write the value out", current.Start),
            NodeEvent { Tag.IsEmpty: false } => Refused(ProblemCodes.TagNotAllowed, "tags are not allowed", current.Start),
            DocumentStart when ++documents > 1 => Refused(ProblemCodes.OneDocument, "a file holds one template; a second document starts here", current.Start),
            MappingStart => Begin(new YamlMapping((int)current.Start.Line, (int)current.Start.Column), current.Start),
            SequenceStart => Begin(new YamlSequence((int)current.Start.Line, (int)current.Start.Column), current.Start),
            MappingEnd or SequenceEnd => End(),
            Scalar scalar => Leaf(scalar),
            _ => true,
        };
    }

    private bool Begin(YamlNode node, Mark start)
    {
        if (open.Count == maxDepth)
        {
            return Refused(ProblemCodes.TooDeep, $"mappings and lists are nested deeper than {maxDepth}", start);
        }

        if (open.TryPeek(out var parent) && parent is { Node: YamlMapping, Key: null })
        {
            return Refused(ProblemCodes.WrongType, $"expected text as a key, found {node.Kind}", start);
        }

        Place(node);
        open.Push(new Open(node));
        return true;
    }

    private bool End()
    {
        open.Pop();
        return true;
    }

    private bool Leaf(Scalar scalar)
    {
        if (!YamlCharacters.IsStorable(scalar.Value))
        {
            return Refused(ProblemCodes.Encoding, "the text holds a NUL or half a surrogate pair as an escape", scalar.Start);
        }

        var node = new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, (int)scalar.Start.Line, (int)scalar.Start.Column);
        if (!open.TryPeek(out var parent) || parent is not { Node: YamlMapping, Key: null })
        {
            Place(node);
            return true;
        }

        if (node is { IsPlain: true, Value: "<<" })
        {
            return Refused(ProblemCodes.AliasNotAllowed, "merge keys are not allowed; write the values out", scalar.Start);
        }

        parent.Key = node;
        return true;
    }

    private void Place(YamlNode node)
    {
        if (!open.TryPeek(out var parent))
        {
            root = node;
        }
        else if (parent.Node is YamlSequence sequence)
        {
            sequence.Items.Add(node);
        }
        else if (parent is { Node: YamlMapping mapping, Key: { } key })
        {
            if (!mapping.TryAdd(key, node))
            {
                var first = mapping.Keys.First(k => k.Value == key.Value);
                problems.Error(ProblemCodes.DuplicateKey, $"the key '{YamlScalars.Shorten(key.Value)}' was already given in line {first.Line}", key, path: null);
            }

            parent.Key = null;
        }
    }

    private bool Refused(string code, string message, Mark at)
    {
        Refuse(code, message, at);
        return false;
    }

    private YamlMapping? Refuse(string code, string message, Mark at) => Refuse(code, message, Math.Max(1, (int)at.Line), Math.Max(1, (int)at.Column));

    private YamlMapping? Refuse(string code, string message, int line, int column)
    {
        problems.Error(code, message, line, column);
        return null;
    }

    private static string Sentence(string message)
    {
        var text = message.TrimEnd('.');
        return text.Length == 0 ? "the text is not YAML" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
