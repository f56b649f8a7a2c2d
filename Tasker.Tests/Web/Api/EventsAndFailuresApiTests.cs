using System.Net;
using System.Text.Json;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>Events, failure clusters and "why" over HTTP, from a task that really failed.</summary>
public sealed class EventsAndFailuresApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Yaml = """
        name: api_failing
        namespace_name: api_events
        version: "1.0.0"
        steps:
          - name: breaks
            handler: { callable: test.fail }
            retry: { max_attempts: 1 }
            publishes_events:
              - { name: api.broken, condition: permanent_failure }
          - name: after
            dependencies: [breaks]
            handler: { callable: test.ok }
        """;

    [Fact]
    [Trait("Feature", "F126")]
    [Trait("Feature", "FN01")]
    [Trait("Feature", "FN02")]
    public async Task FailedStep_IsAnEventAClusterAndACause()
    {
        Assert.True((await server.PublishAsync(Yaml)).IsSuccessStatusCode);
        var task = (await ApiServer.ReadAsync(await server.PostTaskAsync("""{"namespace": "api_events", "name": "api_failing", "context": {}, "initiator": "t", "source_system": "t", "reason": "t"}""")))
            .GetProperty("task_uuid").GetString()!;

        var events = await UntilAsync("/v1/events?name=api.*", e => e.GetProperty("events"));
        var failure = (await UntilAsync("/v1/failures?namespace=api_events&only_open=true", e => e.GetProperty("failures")))[0];
        var id = failure.GetProperty("failure_id").GetInt32();
        var step = failure.GetProperty("sample_step_uuid").GetString()!;

        Assert.Equal("api.broken", events[0].GetProperty("event_name").GetString());
        Assert.Equal(("breaks", 1, 1, "open"), (
            failure.GetProperty("step").GetString(), failure.GetProperty("total").GetInt32(), failure.GetProperty("open").GetInt32(), failure.GetProperty("status").GetString()));
        Assert.Contains("it broke", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(task, (await server.GetAsync($"/v1/failures/{id}/steps")).GetProperty("steps")[0].GetProperty("task_uuid").GetString());

        var set = await server.Http.PutAsync($"/v1/failures/{id}/status", ApiServer.Json("""{"status": "resolved", "reason": "fixed", "expected_status": "open"}"""));
        Assert.Equal("resolved", (await ApiServer.ReadAsync(set)).GetProperty("status").GetString());
        var late = await server.Http.PutAsync($"/v1/failures/{id}/status", ApiServer.Json("""{"status": "muted", "reason": "noise", "expected_status": "open"}"""));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);

        Assert.Equal("failed", Cause(await server.GetAsync($"/v1/steps/{step}/why")));
        var after = step[..^1] + "2";
        Assert.Equal("parent_failed", Cause(await server.GetAsync($"/v1/steps/{after}/why")));

        var replayed = await server.Http.PostAsync("/v1/events/replay", ApiServer.Json("""{"from": 1, "to": 1000000, "name": "api.broken", "reason": "lost"}"""));
        Assert.Equal("1 sent", (await ApiServer.ReadAsync(replayed)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("/v1/events?after=x", HttpStatusCode.BadRequest)]
    [InlineData("/v1/events?name=a*", HttpStatusCode.BadRequest)]
    [InlineData("/v1/events?limit=501", HttpStatusCode.BadRequest)]
    [InlineData("/v1/failures?status=gone", HttpStatusCode.BadRequest)]
    [InlineData("/v1/failures?only_open=yes", HttpStatusCode.BadRequest)]
    [InlineData("/v1/failures?cursor=x", HttpStatusCode.BadRequest)]
    [InlineData("/v1/failures/99999", HttpStatusCode.NotFound)]
    [InlineData("/v1/failures/99999/steps", HttpStatusCode.NotFound)]
    [InlineData("/v1/steps/nonsense/why", HttpStatusCode.BadRequest)]
    [InlineData("/v1/steps/0199f3a2-7c1e-7b3e-9d41-5b20c4000001/why", HttpStatusCode.NotFound)]
    public async Task BadRequest_IsRefused(string path, HttpStatusCode status) => Assert.Equal(status, (await server.Http.GetAsync(path)).StatusCode);

    [Theory]
    [InlineData("/v1/events/replay", """{"from": 1, "to": 2}""")]
    [InlineData("/v1/events/replay", """{"from": 2, "to": 1, "reason": "x"}""")]
    public async Task Replay_BadRequest_IsRefused(string path, string body) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.PostAsync(path, ApiServer.Json(body))).StatusCode);

    private static string? Cause(JsonElement why) => why.GetProperty("causes")[0].GetProperty("cause").GetString();

    private Task<JsonElement> UntilAsync(string path, Func<JsonElement, JsonElement> list) =>
        TaskerHarness.UntilAsync(async () => list(await server.GetAsync(path)), found => found.GetArrayLength() > 0);
}
