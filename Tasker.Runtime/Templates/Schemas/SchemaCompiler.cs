using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>
/// Turns the JSON of a schema into rules and collects everything that is wrong with it. References are compiled from a queue,
/// each target once, so that schemas may refer to themselves; only nesting recurses, which the JSON reader bounds.
/// </summary>
internal sealed class SchemaCompiler(JsonElement schema)
{
    /// <summary>A compiled pattern may take 100 KB; a schema's patterns together shall stay below 20 MB.</summary>
    private const int MaxPatterns = 200;

    private readonly Dictionary<string, SchemaNode> targets = new(StringComparer.Ordinal);
    private readonly Queue<(SchemaNode Node, JsonElement Schema, string Pointer)> queue = new();
    private readonly List<SchemaProblem> problems = [];
    private int patterns;

    public IReadOnlyList<SchemaProblem> Problems => problems;

    public SchemaNode Compile()
    {
        var root = Target("", schema);
        while (queue.TryDequeue(out var next))
        {
            Fill(next.Node, next.Schema, next.Pointer);
        }

        return root;
    }

    /// <summary>The rules of a schema inside the schema.</summary>
    public SchemaNode Nested(JsonElement nested, string pointer)
    {
        var node = new SchemaNode();
        Fill(node, nested, pointer);
        return node;
    }

    public void Problem(string code, string pointer, string message) => problems.Add(new SchemaProblem(code, pointer, message));

    /// <summary>Counts a pattern; false, after a report, when the schema has too many.</summary>
    public bool MayAddPattern(string pointer)
    {
        if (++patterns == MaxPatterns + 1)
        {
            Problem(ProblemCodes.SchemaSize, pointer, $"the schema has more than {MaxPatterns} patterns");
        }

        return patterns <= MaxPatterns;
    }

    /// <summary>The rules that a reference names; null, after a report, when it is not one that is followed.</summary>
    public SchemaNode? Reference(string reference, string pointer)
    {
        if (reference.Length == 0 || reference[0] != '#')
        {
            Problem(ProblemCodes.SchemaRef, pointer, "only references within the schema ('#/…') are followed; nothing is ever fetched");
            return null;
        }

        var target = Uri.UnescapeDataString(reference[1..]);
        if (target.Length > 0 && target[0] != '/')
        {
            Problem(ProblemCodes.SchemaRef, pointer, "anchors are not supported; write the path, such as '#/$defs/address'");
            return null;
        }

        if (Find(target) is { } found)
        {
            return Target(target, found);
        }

        Problem(ProblemCodes.SchemaRef, pointer, $"there is nothing at '{YamlScalars.Shorten(reference)}'");
        return null;
    }

    private SchemaNode Target(string pointer, JsonElement element)
    {
        if (!targets.TryGetValue(pointer, out var node))
        {
            targets[pointer] = node = new SchemaNode();
            queue.Enqueue((node, element, pointer));
        }

        return node;
    }

    private JsonElement? Find(string pointer)
    {
        var at = schema;
        foreach (var part in pointer.Split('/').Skip(1).Select(JsonPointer.Unescape))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out var property))
            {
                at = property;
            }
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index >= 0 && index < at.GetArrayLength())
            {
                at = at[index];
            }
            else
            {
                return null;
            }
        }

        return at;
    }

    private void Fill(SchemaNode node, JsonElement source, string pointer)
    {
        switch (source.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.Rules.Add(new NothingFitsRule());
                break;
            case JsonValueKind.Object:
                var reader = new SchemaKeywords(this, source, pointer);
                node.Rules.AddRange(ValueKeywords.Read(reader));
                node.Rules.AddRange(StructureKeywords.Read(reader));
                reader.RefuseUnsupported();
                break;
            default:
                Problem(ProblemCodes.SchemaNotObject, pointer, "a schema is an object, or true or false");
                break;
        }
    }
}
