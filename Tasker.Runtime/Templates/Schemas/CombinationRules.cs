using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>allOf, and $ref as one of one: each is checked as if its rules were written here.</summary>
internal sealed class AllOfRule(IReadOnlyList<SchemaNode> nodes) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        foreach (var node in nodes)
        {
            run.Check(node, value);
        }
    }
}

internal sealed class AnyOfRule(IReadOnlyList<SchemaNode> nodes) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if (!nodes.Any(node => run.Fits(node, value)))
        {
            run.Fail($"the value fits none of the {nodes.Count} alternatives of 'anyOf'");
        }
    }
}

internal sealed class OneOfRule(IReadOnlyList<SchemaNode> nodes) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        var fitting = nodes.Count(node => run.Fits(node, value));
        if (fitting != 1)
        {
            run.Fail($"the value fits {fitting} of the {nodes.Count} alternatives of 'oneOf' instead of one");
        }
    }
}

internal sealed class NotRule(SchemaNode node) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if (run.Fits(node, value))
        {
            run.Fail("the value fits what 'not' forbids");
        }
    }
}

internal sealed class IfRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaRule
{
    public override void Check(JsonElement value, SchemaRun run)
    {
        if ((run.Fits(condition, value) ? then : otherwise) is { } node)
        {
            run.Check(node, value);
        }
    }
}
