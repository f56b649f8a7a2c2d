using System.Net;
using System.Text.Json;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>Acts on steps and tasks through the API, beyond those of the reference.</summary>
public sealed class ActsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private int _count;

    [Fact]
    [Trait("Feature", "F122")]
    public async Task Step_RetriedWithInputsAndDownstreamAndSkipped_ShowsWhatWasReplaced()
    {
        var task = await BlockedAsync();
        var step = await StepAsync(task);

        var edited = await ActAsync(task, step, """{"action_type": "retry_with_inputs", "inputs": {"n": 1}, "reason": "typo", "reset_by": "ana", "expected_state": "error"}""");
        Assert.Equal(HttpStatusCode.OK, edited.StatusCode);
        await BlockedAgainAsync(task, attempts: 2);
        var body = await server.GetAsync($"/v1/tasks/{task}/workflow_steps/{step}");
        Assert.Equal(1, body.GetProperty("inputs").GetProperty("n").GetInt32());
        var replaced = Assert.Single(body.GetProperty("replaced").EnumerateArray().ToList());
        Assert.Equal(
            ("inputs", "step.retry_inputs", "user:ana", "typo"),
            (Text(replaced, "what"), Text(replaced, "action_kind"), Text(replaced, "replaced_by"), Text(replaced, "reason")));
        Assert.False(replaced.TryGetProperty("value", out _));

        Assert.Equal(HttpStatusCode.OK, (await ActAsync(task, step, """{"action_type": "retry_downstream", "reason": "again", "reset_by": "ana"}""")).StatusCode);
        await BlockedAgainAsync(task, attempts: 3);
        var skipped = await ActAsync(task, step, """{"action_type": "skip", "reason": "not needed", "skipped_by": "ana"}""");
        Assert.Equal("resolved_manually", Text(await ApiServer.ReadAsync(skipped), "current_state"));
        Assert.Equal("complete", Text(await server.GetAsync($"/v1/tasks/{task}"), "status"));
    }

    [Theory]
    [InlineData("""{"action_type": "retry_with_inputs", "reason": "r"}""", "inputs")]
    [InlineData("""{"action_type": "skip", "inputs": {}, "reason": "r"}""", "inputs")]
    [InlineData("""{"action_type": "dance", "reason": "r"}""", "action_type")]
    public async Task Step_ActWithWrongParts_NamesThem(string json, string field)
    {
        var task = await BlockedAsync();

        var answer = await ActAsync(task, await StepAsync(task), json);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains((await ApiServer.ReadAsync(answer)).GetProperty("errors").EnumerateArray(), e => Text(e, "field") == field);
    }

    [Fact]
    [Trait("Feature", "F028")]
    public async Task Step_CompletedWithAResultThatDoesNotFit_NamesThePlace()
    {
        await server.PublishAsync("""
            name: strict
            namespace_name: api
            version: "1.0.0"
            identity_strategy: always_unique
            steps:
              - name: a
                handler: { callable: test.fail }
                retry: { retryable: false, max_attempts: 1 }
                result_schema: { type: object, properties: { n: { type: integer } } }
            """);
        var task = await BlockedAsync("strict");

        var answer = await ActAsync(
            task, await StepAsync(task), """{"action_type": "complete_manually", "completion_data": {"result": {"n": "x"}}, "reason": "r"}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = Assert.Single((await ApiServer.ReadAsync(answer)).GetProperty("errors").EnumerateArray().ToList());
        Assert.Equal("completion_data.result/n", Text(error, "field"));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task Task_RunAgain_BothSidesShowTheOther()
    {
        var task = await BlockedAsync();

        var answer = await server.Http.PostAsync($"/v1/tasks/{task}/rerun", ApiServer.Json("""{"reason": "fixed", "rerun_by": "ana", "context": {"n": 3}, "idempotency_key": "rr-1"}"""));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = await ApiServer.ReadAsync(answer);
        Assert.Equal((task, 3), (Text(made, "rerun_of"), made.GetProperty("context").GetProperty("n").GetInt32()));
        var reruns = (await server.GetAsync($"/v1/tasks/{task}")).GetProperty("reruns").EnumerateArray().Select(r => r.GetString());
        Assert.Equal([Text(made, "task_uuid")], reruns);
        var again = await server.Http.PostAsync($"/v1/tasks/{task}/rerun", ApiServer.Json("""{"reason": "fixed", "idempotency_key": "rr-1"}"""));
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(Text(made, "task_uuid"), Text(await ApiServer.ReadAsync(again), "task_uuid"));
        var unknown = await server.Http.PostAsync($"/v1/tasks/{Guid.Empty}/rerun", ApiServer.Json("""{"reason": "r"}"""));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task Tasks_InBulk_EachHasItsOutcome()
    {
        var (one, two) = (await BlockedAsync(), await BlockedAsync());

        var answer = await ApiServer.ReadAsync(await server.Http.PostAsync("/v1/tasks/bulk", ApiServer.Json(
            $$"""{"action": "resolve", "task_uuids": ["{{one}}", "{{two}}", "{{Guid.Empty}}"], "reason": "done elsewhere", "acted_by": "ana"}""")));

        Assert.Equal((2, 1), (answer.GetProperty("applied").GetInt32(), answer.GetProperty("not_found").GetInt32()));
        Assert.Equal(["applied", "applied", "not_found"], answer.GetProperty("items").EnumerateArray().Select(i => Text(i, "outcome")));
        Assert.Equal("resolved_manually", Text(await server.GetAsync($"/v1/tasks/{one}"), "status"));
        var empty = await server.Http.PostAsync("/v1/tasks/bulk", ApiServer.Json("""{"action": "cancel", "filter": {}, "reason": "r"}"""));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
    }

    private static string? Text(JsonElement from, string name) => from.GetProperty(name).GetString();

    private Task<HttpResponseMessage> ActAsync(string task, string step, string json) =>
        server.Http.PatchAsync($"/v1/tasks/{task}/workflow_steps/{step}", ApiServer.Json(json));

    private async Task<string> StepAsync(string task) =>
        Text((await server.GetAsync($"/v1/tasks/{task}/workflow_steps")).GetProperty("workflow_steps")[0], "step_uuid")!;

    private async Task<string> BlockedAsync(string template = "broken")
    {
        var context = $$"""{"test": "{{Guid.CreateVersion7()}}", "count": {{++_count}}}""";
        var created = await ApiServer.ReadAsync(await server.PostTaskAsync($$"""{"name": "{{template}}", "namespace": "api", "context": {{context}}}"""));
        var task = Text(created, "task_uuid")!;
        await BlockedAgainAsync(task, attempts: 1);
        return task;
    }

    private Task<(string? State, int Audit)> BlockedAgainAsync(string task, int attempts) => TaskerHarness.UntilAsync(
        async () =>
        {
            var steps = (await server.GetAsync($"/v1/tasks/{task}/workflow_steps")).GetProperty("workflow_steps");
            return (State: Text(await server.GetAsync($"/v1/tasks/{task}"), "status"), Audit: (await server.GetAsync(
                $"/v1/tasks/{task}/workflow_steps/{Text(steps[0], "step_uuid")}/audit")).GetProperty("audit").GetArrayLength());
        },
        seen => seen == ("blocked_by_failures", attempts));
}
