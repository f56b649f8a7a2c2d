using System.Text;
using System.Text.Json;

namespace Tasker.Runtime.Templates;

/// <summary>
/// A JSON Schema, compiled once and then used from any thread: for contexts, results and event payloads. It knows the
/// assertions of draft 2020-12 (and <c>definitions</c> of older ones) except those that docs/adr/0003-json-schema.md lists, resolves
/// references within the schema only, never fetches anything, and gives up on a value rather than work without bound.
/// </summary>
public sealed class ContextSchema
{
    /// <summary>The largest schema in bytes of UTF-8: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly SchemaNode root;

    private ContextSchema(SchemaNode root) => this.root = root;

    /// <summary>Compiles a schema given as JSON text.</summary>
    /// <param name="schemaJson">The schema: an object, or true or false.</param>
    /// <returns>The schema, or null and what is wrong with it.</returns>
    public static (ContextSchema? Schema, IReadOnlyList<SchemaProblem> Problems) Compile(string schemaJson)
    {
        ArgumentNullException.ThrowIfNull(schemaJson);
        if (schemaJson.Length > MaxBytes || Encoding.UTF8.GetByteCount(schemaJson) > MaxBytes)
        {
            return (null, [TooLarge()]);
        }

        try
        {
            return Compile(JsonElement.Parse(schemaJson));
        }
        catch (JsonException e)
        {
            return (null, [new SchemaProblem(ProblemCodes.SchemaNotObject, "", $"the schema is not JSON (line {e.LineNumber + 1})")]);
        }
    }

    /// <summary>Compiles a schema. The element must outlive the schema (elements parsed without a document do).</summary>
    /// <param name="schema">The schema: an object, or true or false.</param>
    /// <returns>The schema, or null and what is wrong with it.</returns>
    public static (ContextSchema? Schema, IReadOnlyList<SchemaProblem> Problems) Compile(JsonElement schema)
    {
        if (schema.GetRawText().Length > MaxBytes)
        {
            return (null, [TooLarge()]);
        }

        var compiler = new SchemaCompiler(schema);
        var compiled = compiler.Compile();
        return compiler.Problems.Count == 0 ? (new ContextSchema(compiled), []) : (null, compiler.Problems);
    }

    /// <summary>Holds a value against the schema. At most 100 errors are returned.</summary>
    /// <param name="context">The value; its depth is bounded by whoever parsed it.</param>
    /// <returns>What is wrong, with the place of each; empty when the value is valid.</returns>
    public IReadOnlyList<SchemaError> Validate(JsonElement context)
    {
        var run = new SchemaRun();
        run.Check(root, context);
        return run.Errors;
    }

    private static SchemaProblem TooLarge() => new(ProblemCodes.SchemaSize, "", $"the schema is larger than {MaxBytes / 1024} KiB");
}
