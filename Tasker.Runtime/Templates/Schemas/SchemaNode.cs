using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>One compiled schema: all of its rules must hold.</summary>
internal sealed class SchemaNode
{
    public List<SchemaRule> Rules { get; } = [];
}

/// <summary>One rule. It reports to the run and stays silent about kinds of values that it is not for.</summary>
internal abstract class SchemaRule
{
    public abstract void Check(JsonElement value, SchemaRun run);
}
