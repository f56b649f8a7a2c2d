using System.Text.Json;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F095")]
public sealed class ContextSchemaTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1", "1.0", "-0", "1e2")]
    [InlineData("""{"type":["string","null"]}""", "\"a\"", "null")]
    [InlineData("""{"type":"number"}""", "1", "1.5")]
    [InlineData("""{"enum":[1,"a",{"b":[1]}]}""", "1.0", "\"a\"", """{"b":[1.0]}""")]
    [InlineData("""{"const":null}""", "null")]
    [InlineData("""{"minimum":0,"exclusiveMaximum":10}""", "0", "9.999", "\"text\"")]
    [InlineData("""{"multipleOf":0.01}""", "0.07", "19.99", "1e3")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"ab\"", "\"😀😀\"")]
    [InlineData("""{"pattern":"^[A-Z]{2}-\\d+"}""", "\"AB-12\"")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"required":["a"]}""", """{"a":"x","b":1}""")]
    [InlineData("""{"additionalProperties":{"type":"integer"},"properties":{"a":true},"patternProperties":{"^x_":{"type":"string"}}}""", """{"a":[],"x_y":"t","z":3}""")]
    [InlineData("""{"propertyNames":{"pattern":"^[a-z]+$"},"minProperties":1,"maxProperties":2}""", """{"a":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1,"b":2}""", "{}")]
    [InlineData("""{"items":{"type":"integer"},"prefixItems":[{"type":"string"}],"minItems":1,"maxItems":3,"uniqueItems":true}""", """["a",1,2]""")]
    [InlineData("""{"contains":{"const":1},"minContains":1,"maxContains":2}""", "[1,2,1]")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":5}],"anyOf":[{"const":2},{"const":3}],"oneOf":[{"minimum":3},{"maximum":2}],"not":{"const":9}}""", "2", "3")]
    [InlineData("""{"if":{"properties":{"kind":{"const":"card"}},"required":["kind"]},"then":{"required":["number"]},"else":{"required":["iban"]}}""", """{"kind":"card","number":1}""", """{"iban":1}""")]
    [InlineData("""{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"}}}}}""", """{"next":{"next":{}}}""")]
    [InlineData("""{"definitions":{"a~b/c d":{"type":"integer"}},"$ref":"#/definitions/a~0b~1c%20d"}""", "5")]
    [InlineData("true", "1", "{}")]
    [InlineData("""{"unheardOf":5,"title":"x","format":"colour"}""", "1", "\"a\"")]
    public void Validate_FittingValue_HasNoErrors(string schema, params string[] values)
    {
        foreach (var value in values)
        {
            Assert.Empty(Compile(schema).Validate(JsonElement.Parse(value)));
        }
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.5", "")]
    [InlineData("""{"type":"boolean"}""", "\"true\"", "")]
    [InlineData("""{"type":"integer"}""", "1e999", "")]
    [InlineData("""{"properties":{"a":{"enum":["x","y"]}}}""", """{"a":"z"}""", "/a")]
    [InlineData("""{"const":{"a":1}}""", """{"a":2}""", "")]
    [InlineData("""{"minimum":5}""", "4.9999999999999999999", "")]
    [InlineData("""{"maximum":5}""", "1e400", "")]
    [InlineData("""{"exclusiveMinimum":5}""", "5", "")]
    [InlineData("""{"exclusiveMaximum":5}""", "5.0", "")]
    [InlineData("""{"multipleOf":0.01}""", "0.075", "")]
    [InlineData("""{"minLength":3}""", "\"😀😀\"", "")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "")]
    [InlineData("""{"pattern":"^(a+)+$"}""", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", "")]
    [InlineData("""{"required":["a"]}""", "{}", "")]
    [InlineData("""{"properties":{"a/b":{"items":{"type":"string"}}}}""", """{"a/b":["x",1]}""", "/a~1b/1")]
    [InlineData("""{"additionalProperties":false,"properties":{"a":true}}""", """{"a":1,"b":1}""", "")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"b":1}""", "/b")]
    [InlineData("""{"patternProperties":{"^x":{"type":"string"}}}""", """{"xy":1}""", "/xy")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "")]
    [InlineData("""{"minProperties":1}""", "{}", "")]
    [InlineData("""{"maxProperties":0}""", """{"a":1}""", "")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "")]
    [InlineData("""{"minItems":2}""", "[1]", "")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "")]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":[2]},{"b":[2.0],"a":1}]""", "")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a",1]""", "/1")]
    [InlineData("""{"contains":{"const":1}}""", "[2]", "")]
    [InlineData("""{"contains":{"const":1},"maxContains":1}""", "[1,1]", "")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":5}]}""", "6", "")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "6", "")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "6", "")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "")]
    [InlineData("""{"if":{"minimum":5},"then":{"maximum":7}}""", "8", "")]
    [InlineData("""{"if":{"minimum":5},"else":{"minimum":3}}""", "2", "")]
    [InlineData("""{"$defs":{"n":{"properties":{"next":{"$ref":"#/$defs/n"},"v":{"type":"integer"}}}},"$ref":"#/$defs/n"}""", """{"next":{"next":{"v":"x"}}}""", "/next/next/v")]
    [InlineData("false", "1", "")]
    public void Validate_MisfittingValue_NamesItsPlace(string schema, string value, string pointer) =>
        Assert.Equal(pointer, Assert.Single(Compile(schema).Validate(JsonElement.Parse(value))).Pointer);

    [Theory]
    [InlineData("date-time", "2026-11-21T10:00:00Z", true)]
    [InlineData("date-time", "2026-11-21t10:00:00.123+05:30", true)]
    [InlineData("date-time", "2026-11-21T23:59:60Z", true)]
    [InlineData("date-time", "2026-02-30T10:00:00Z", false)]
    [InlineData("date-time", "2026-11-21T24:00:00Z", false)]
    [InlineData("date-time", "2026-11-21T10:00:00", false)]
    [InlineData("date-time", "2026-11-21 10:00:00Z", false)]
    [InlineData("date", "2024-02-29", true)]
    [InlineData("date", "2026-02-29", false)]
    [InlineData("email", "ann@example.org", true)]
    [InlineData("email", "Ann <ann@example.org>", false)]
    [InlineData("email", "ann", false)]
    [InlineData("uuid", "0198f2c4-1111-7222-8333-444455556666", true)]
    [InlineData("uuid", "0198f2c4111172228333444455556666", false)]
    [InlineData("uri", "https://example.org/a?b=c", true)]
    [InlineData("uri", "/etc/passwd", false)]
    [InlineData("uri", "https://exa mple.org", false)]
    public void Validate_Format_IsChecked(string format, string text, bool fits)
    {
        var errors = Compile($$"""{"format":"{{format}}"}""").Validate(JsonSerializer.SerializeToElement(text));

        Assert.Equal(fits, errors.Count == 0);
    }

    [Fact]
    public void Validate_SeveralErrors_ReportsAllWithPointers()
    {
        var schema = Compile("""{"type":"object","required":["id"],"properties":{"items":{"type":"array","items":{"required":["sku"],"properties":{"quantity":{"minimum":1}}}}}}""");

        var errors = schema.Validate(JsonElement.Parse("""{"items":[{"sku":"a","quantity":0},{}]}"""));

        Assert.Equal(["", "/items/0/quantity", "/items/1"], errors.Select(e => e.Pointer));
    }

    [Fact]
    public void Validate_HundredsOfErrors_StopsAtAHundred() =>
        Assert.Equal(100, Compile("""{"items":{"type":"string"}}""").Validate(JsonElement.Parse("[" + string.Join(',', Enumerable.Range(0, 1000)) + "]")).Count);

    [Fact]
    public void Validate_ErrorMessage_NeverRepeatsTheValue()
    {
        var errors = Compile("""{"properties":{"a":{"type":"integer"},"b":{"pattern":"^x"},"c":{"enum":["y"]},"d":{"format":"email"}}}""")
            .Validate(JsonElement.Parse("""{"a":"hunter2","b":"hunter2","c":"hunter2","d":"hunter2"}"""));

        Assert.Equal(4, errors.Count);
        Assert.All(errors, e => Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"$ref":"http://example.org/schema.json"}""", ProblemCodes.SchemaRef, "/$ref")]
    [InlineData("""{"items":{"$ref":"other.json"}}""", ProblemCodes.SchemaRef, "/items/$ref")]
    [InlineData("""{"$ref":"#anchor"}""", ProblemCodes.SchemaRef, "/$ref")]
    [InlineData("""{"$ref":"#/$defs/none"}""", ProblemCodes.SchemaRef, "/$ref")]
    [InlineData("""{"pattern":"("}""", ProblemCodes.SchemaRegex, "/pattern")]
    [InlineData("""{"pattern":"(a)\\1"}""", ProblemCodes.SchemaRegex, "/pattern")]
    [InlineData("""{"pattern":"((a{500}){500}){500}"}""", ProblemCodes.SchemaRegex, "/pattern")]
    [InlineData("""{"patternProperties":{"[":{}}}""", ProblemCodes.SchemaRegex, "/patternProperties/[")]
    [InlineData("""{"type":"text"}""", ProblemCodes.SchemaKeyword, "/type")]
    [InlineData("""{"required":true}""", ProblemCodes.SchemaKeyword, "/required")]
    [InlineData("""{"exclusiveMinimum":true}""", ProblemCodes.SchemaKeyword, "/exclusiveMinimum")]
    [InlineData("""{"multipleOf":0}""", ProblemCodes.SchemaKeyword, "/multipleOf")]
    [InlineData("""{"minLength":-1}""", ProblemCodes.SchemaKeyword, "/minLength")]
    [InlineData("""{"items":[{}]}""", ProblemCodes.SchemaKeyword, "/items")]
    [InlineData("""{"anyOf":[]}""", ProblemCodes.SchemaKeyword, "/anyOf")]
    [InlineData("""{"unevaluatedProperties":false}""", ProblemCodes.SchemaKeyword, "/unevaluatedProperties")]
    [InlineData("""{"properties":{"a":5}}""", ProblemCodes.SchemaNotObject, "/properties/a")]
    [InlineData("[]", ProblemCodes.SchemaNotObject, "")]
    [InlineData("{", ProblemCodes.SchemaNotObject, "")]
    public void Compile_UnusableSchema_SaysWhyAndWhere(string json, string code, string pointer)
    {
        var (schema, problems) = ContextSchema.Compile(json);

        Assert.Null(schema);
        Assert.Equal((code, pointer), (Assert.Single(problems).Code, problems[0].Pointer));
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(501, ProblemCodes.SchemaRegex)]
    public void Compile_Pattern_IsAtMost500Characters(int length, string? code) =>
        Assert.Equal(code, ContextSchema.Compile($$"""{"pattern":"{{new string('a', length)}}"}""").Problems.SingleOrDefault()?.Code);

    [Fact]
    public void Compile_TooManyPatterns_IsRefused()
    {
        static string Schema(int count) => "{\"allOf\":[" + string.Join(',', Enumerable.Repeat("{\"pattern\":\"a\"}", count)) + "]}";

        Assert.NotNull(ContextSchema.Compile(Schema(200)).Schema);
        Assert.Equal(ProblemCodes.SchemaSize, Assert.Single(ContextSchema.Compile(Schema(201)).Problems).Code);
    }

    [Fact]
    public void Compile_Megabyte_IsRefused() =>
        Assert.Equal(ProblemCodes.SchemaSize, Assert.Single(ContextSchema.Compile("{\"title\":\"" + new string('x', 1_000_000) + "\"}").Problems).Code);

    [Theory]
    [InlineData("""{"$ref":"#"}""", "{}")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}""", "1")]
    public void Validate_SchemaThatRefersToItselfWithoutEnd_GivesUp(string schema, string value) =>
        Assert.Contains("without end", Assert.Single(Compile(schema).Validate(JsonElement.Parse(value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_ExponentialSchema_GivesUpInsteadOfWorkingForEver()
    {
        var defs = string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""
            "d{{i}}":{"allOf":[{"$ref":"#/$defs/d{{i + 1}}"},{"$ref":"#/$defs/d{{i + 1}}"}]}
            """));
        var schema = Compile("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs + ",\"d60\":{}}}");

        Assert.Contains("too much work", Assert.Single(schema.Validate(JsonElement.Parse("1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ChainOfThousandsOfReferences_NeedsNoStack()
    {
        var defs = string.Join(',', Enumerable.Range(0, 5000).Select(i => $$"""
            "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}
            """));

        Assert.NotNull(ContextSchema.Compile("{\"$ref\":\"#/$defs/d0\",\"$defs\":{" + defs + ",\"d5000\":{}}}").Schema);
    }

    private static ContextSchema Compile(string json)
    {
        var (schema, problems) = ContextSchema.Compile(json);
        Assert.Empty(problems);
        return schema!;
    }
}
