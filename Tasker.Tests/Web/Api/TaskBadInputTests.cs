using System.Net;
using System.Text;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>What callers get wrong (A01 to A17): each is refused with its place, and nothing of the inside shows.</summary>
public sealed class TaskBadInputTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Good = """{"namespace":"api","name":"one","context":{}}""";

    [Theory]
    [Trait("Feature", "F105")]
    [InlineData("", "$")]
    [InlineData("{", "$")]
    [InlineData("null", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"name":"one","context":{},}""", "$")]
    [InlineData("""{"name":"one",/* no */"context":{}}""", "$")]
    [InlineData("""{"name":"one","context":{}} {}""", "$")]
    [InlineData("""{"name":"one","name":"two","context":{}}""", "$.name")]
    [InlineData("""{"name":"one","contxt":{}}""", "$.contxt")]
    [InlineData("""{"name":7,"context":{}}""", "$.name")]
    [InlineData("""{"name":"one","context":{},"priority":"5"}""", "$.priority")]
    [InlineData("""{"name":"one","context":{},"tags":null}""", "$.tags")]
    [InlineData("""{"name":"one","context":{},"correlation_id":"x"}""", "$.correlation_id")]
    [InlineData("""{"context":{}}""", "name")]
    [InlineData("""{"name":"one"}""", "context")]
    [InlineData("""{"name":"one","context":[]}""", "context")]
    [InlineData("""{"namespace":"api","name":"one","context":{"a":"\u0000"}}""", "context.a")]
    [InlineData("""{"namespace":"api","name":"one","context":{},"priority":101}""", "priority")]
    [InlineData("""{"name":"one","context":{},"requested_at":"2026-02-30T00:00:00Z"}""", "requested_at")]
    [InlineData("""{"name":"one","context":{},"requested_at":"2026-02-28T00:00:00"}""", "requested_at")]
    [InlineData("""{"name":"one","context":{},"requested_at":"infinity"}""", "requested_at")]
    [InlineData("""{"name":"one","context":{},"idempotency_key":""}""", "idempotency_key")]
    public async Task Post_BadBody_IsRefusedWithItsPlace(string json, string field)
    {
        var response = await server.PostTaskAsync(json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await ApiServer.ReadAsync(response);
        var errors = problem.GetProperty("errors").EnumerateArray().ToList();
        Assert.Contains(errors, e => e.GetProperty("field").GetString() == field);
        Assert.All(errors, e => Assert.DoesNotContain("Tasker.Web", e.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        Assert.True(Guid.TryParse(problem.GetProperty("correlation_id").GetString(), out _));
    }

    [Fact]
    [Trait("Feature", "F105")]
    public async Task Post_UnknownProperty_NamesLineAndByte()
    {
        var problem = await ApiServer.ReadAsync(await server.PostTaskAsync("{\n  \"nam\": \"one\"\n}"));

        Assert.Matches(@"unknown property \(line 2, byte \d+\)", problem.GetProperty("errors")[0].GetProperty("message").GetString()!);
    }

    [Theory]
    [Trait("Feature", "F005")]
    [MemberData(nameof(BeyondLimits))]
    public async Task Post_ContextBeyondLimits_IsRefusedWithItsPath(string context)
    {
        var response = await server.PostTaskAsync($$"""{"namespace":"api","name":"one","context":{{context}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await ApiServer.ReadAsync(response);
        Assert.StartsWith("context", problem.GetProperty("errors")[0].GetProperty("field").GetString(), StringComparison.Ordinal);
    }

    public static TheoryData<string> BeyondLimits => new(
        string.Concat(Enumerable.Repeat("""{"a":""", 12)) + "1" + new string('}', 12),
        "{" + string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"k{i}\":1")) + "}",
        $$"""{"a":"{{new string('x', 10_001)}}"}""");

    [Fact]
    [Trait("Feature", "F005")]
    public async Task Post_BodyOverOneMebibyte_Is413()
    {
        var response = await server.PostTaskAsync($$"""{"name":"one","context":{"a":"{{new string('x', 1024 * 1024)}}"} }""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [Trait("Feature", "F105")]
    [InlineData("text/plain", "utf-8")]
    [InlineData("application/json", "utf-16")]
    [InlineData("application/xml", "utf-8")]
    public async Task Post_OtherContentType_Is415(string type, string charset)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Good));
        content.Headers.TryAddWithoutValidation("Content-Type", $"{type}; charset={charset}");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.Http.PostAsync("/v1/tasks", content)).StatusCode);
    }

    [Theory]
    [Trait("Feature", "F105")]
    [InlineData("/v1/tasks/not-a-uuid", 400, "task_uuid")]
    [InlineData("/v1/tasks/01890000-0000-7000-8000-000000000000/workflow_steps/x", 400, "step_uuid")]
    [InlineData("/v1/tasks?limit=0", 400, "limit")]
    [InlineData("/v1/tasks?limit=101", 400, "limit")]
    [InlineData("/v1/tasks?sort=state;drop", 400, "sort")]
    [InlineData("/v1/tasks?status=nonsense", 400, "status")]
    [InlineData("/v1/tasks?cursor=nonsense", 400, "cursor")]
    public async Task Get_BadParameter_IsNamed(string path, int status, string field)
    {
        var response = await server.Http.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(field, (await ApiServer.ReadAsync(response)).GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Theory]
    [Trait("Feature", "F105")]
    [InlineData("/v1/tasks/01890000-0000-7000-8000-000000000000")]
    [InlineData("/v1/tasks/01890000-0000-7000-8000-000000000000/workflow_steps")]
    [InlineData("/v1/tasks/01890000-0000-7000-8000-000000000000/transitions")]
    [InlineData("/v1/templates/api/none")]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/tasks/x/y/z")]
    public async Task Get_Unknown_Is404Problem(string path)
    {
        var response = await server.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [Trait("Feature", "F105")]
    [InlineData("'; drop table tasker.tasks; --")]
    [InlineData("$$ % _ \\")]
    public async Task List_SqlInFilters_IsText(string text)
    {
        var path = $"/v1/tasks?initiator={Uri.EscapeDataString(text)}";

        Assert.Empty((await server.GetAsync(path)).GetProperty("tasks").EnumerateArray());
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task Post_UnknownTemplate_Is404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.PostTaskAsync("""{"name":"none","context":{}}""")).StatusCode);
}
