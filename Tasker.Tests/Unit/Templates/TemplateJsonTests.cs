using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Runtime.Templates;
using Xunit;

namespace Tasker.Tests.Unit.Templates;

[Trait("Feature", "F091")]
public sealed class TemplateJsonTests
{
    [Fact]
    public void Deserialize_StoredByVersion1_ReadsEveryField()
    {
        var template = TemplateJson.Deserialize(FullTemplate.Stored);

        Assert.Equal(FullTemplate.Stored, TemplateJson.Serialize(template));
        Assert.Equal(TimeSpan.FromMilliseconds(200), template.Steps[0].Retry.BackoffBase);
        Assert.True(template.Environments[0].Steps[0].IsForAll);
    }

    [Fact]
    public void Deserialize_KeysInAnotherOrder_ReadsTheSame()
    {
        static JsonNode? Reversed(JsonNode? node) => node switch
        {
            JsonObject o => new JsonObject(o.Reverse().Select(p => KeyValuePair.Create(p.Key, Reversed(p.Value)))),
            JsonArray a => new JsonArray([.. a.Select(Reversed)]),
            _ => node?.DeepClone(),
        };

        var reversed = Reversed(JsonNode.Parse(FullTemplate.Stored))!.ToJsonString();

        var again = TemplateJson.Deserialize(reversed);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(FullTemplate.Stored), JsonNode.Parse(TemplateJson.Serialize(again))));
    }

    [Theory]
    [InlineData("timeout")]
    [InlineData("retry")]
    [InlineData("dependencies")]
    [InlineData("type")]
    public void Deserialize_ValueMissing_IsRefusedRatherThanDefaulted(string key)
    {
        var stored = JsonNode.Parse(FullTemplate.Stored)!;
        Assert.True(stored["template"]!["steps"]![0]!.AsObject().Remove(key));

        Assert.Throws<JsonException>(() => TemplateJson.Deserialize(stored.ToJsonString()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"format\":2,\"template\":null}")]
    public void Deserialize_SomethingElse_IsRefused(string json) => Assert.Throws<JsonException>(() => TemplateJson.Deserialize(json));

    [Fact]
    public void Deserialize_AnotherFormat_IsRefused()
    {
        var other = FullTemplate.Stored.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);

        Assert.Contains("format 2", Assert.Throws<JsonException>(() => TemplateJson.Deserialize(other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deserialize_EnumAsNumber_IsRefused() =>
        Assert.Throws<JsonException>(() => TemplateJson.Deserialize(FullTemplate.Stored.Replace("\"staleness_action\":\"error\"", "\"staleness_action\":1", StringComparison.Ordinal)));
}
