namespace Tasker.Runtime.Templates;

/// <summary>Finds the place of a JSON pointer in the text. A path that is not in the text gets the place of the nearest part that is.</summary>
internal sealed class SourceMap(YamlMapping root)
{
    public (int Line, int Column) Find(string path)
    {
        YamlNode node = root;
        foreach (var part in path.Split('/').Skip(1))
        {
            if (Child(node, JsonPointer.Unescape(part)) is not { } child)
            {
                break;
            }

            node = child;
        }

        return (node.Line, node.Column);
    }

    private static YamlNode? Child(YamlNode node, string part) => node switch
    {
        YamlMapping mapping => mapping.Find(part) ?? (TemplateWords.Alias(part) is { } alias ? mapping.Find(alias) : null),
        YamlSequence sequence when int.TryParse(part, out var index) && index >= 0 && index < sequence.Items.Count => sequence.Items[index],
        _ => null,
    };
}
