using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tasker.Data.Workflow;
using Tasker.Runtime.Worker.Handlers.Http;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Runtime.Engine;

/// <summary>The built-in http handler against a server of the test's own.</summary>
public sealed class HttpStepTests(EngineFixture database) : IClassFixture<EngineFixture>
{
    [Fact]
    [Trait("Feature", "F061")]
    public async Task Call_ThrottledOnce_IsRepeatedWithItsKeyAndCompletes()
    {
        var keys = new List<string>();
        await using var server = await ServeAsync(app => app.MapPost("/orders/{id}", (HttpRequest request, HttpResponse response, string id) =>
        {
            keys.Add(request.Headers["Idempotency-Key"].ToString());
            response.Headers.RetryAfter = "0";
            return keys.Count == 1 ? Results.StatusCode(429) : Results.Json(new { id, ok = true });
        }));
        await using var tasker = await StartAsync(server);

        var task = await SubmitAsync(tasker, "throttled", $"{server.Urls.First()}/orders/{{order}}", "POST", new { order = "a/b c" });
        await tasker.WaitForAsync(task, TaskState.Complete);

        var step = await tasker.StepAsync(task, "call");
        Assert.Equal(2, step.Attempts);
        Assert.Equal("a%2Fb c", step.ResultJson.GetProperty("body").GetProperty("id").GetString());
        Assert.Single(keys.Distinct());
    }

    [Theory]
    [Trait("Feature", "F061")]
    [InlineData("/missing", "http_error", "HTTP_404")]
    [InlineData("/moved", "http_error", "HTTP_302")]
    public async Task Call_WrongStatus_FailsForGood(string path, string kind, string code)
    {
        await using var server = await ServeAsync(app => app.MapGet("/moved", () => Results.Redirect("/elsewhere")));
        await using var tasker = await StartAsync(server);

        var task = await SubmitAsync(tasker, "wrong" + path[1..], server.Urls.First() + path, "GET", new { });
        await tasker.WaitForAsync(task, TaskState.BlockedByFailures);

        var failure = (await tasker.StepAsync(task, "call")).FailureJson;
        Assert.Equal((kind, code), (failure.GetProperty("error_type").GetString(), failure.GetProperty("error_code").GetString()));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://localhost:22/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://user:pass@good.example/")]
    [InlineData("http://good.example.evil.example/")]
    public void Refusal_NotListed_IsRefused(string url) =>
        Assert.NotNull(new OutboundHosts(new HttpOptions { AllowedHosts = ["good.example", "localhost"] }).Refusal(new Uri(url)));

    [Theory]
    [InlineData("good.example", "127.0.0.1", false)]
    [InlineData("good.example", "10.1.2.3", false)]
    [InlineData("good.example", "::ffff:10.1.2.3", false)]
    [InlineData("good.example", "169.254.169.254", false)]
    [InlineData("good.example", "fe80::1", false)]
    [InlineData("good.example", "::1", false)]
    [InlineData("good.example", "93.184.215.14", true)]
    [InlineData("inner.example", "10.1.2.3", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    public void MayConnect_Address_FollowsTheList(string host, string address, bool may) =>
        Assert.Equal(may, new OutboundHosts(new HttpOptions { PrivateHosts = ["inner.example"] }).MayConnect(host, IPAddress.Parse(address)));

    private static async Task<WebApplication> ServeAsync(Action<IEndpointRouteBuilder> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        map(server);
        await server.StartAsync();
        return server;
    }

    private Task<TaskerHarness> StartAsync(WebApplication server) => TaskerHarness.StartAsync(
        database.ConnectionString, null, s => s["Tasker:Http:AllowedHosts:0"] = new Uri(server.Urls.First()).Authority);

    private static async Task<TaskId> SubmitAsync(TaskerHarness tasker, string name, string url, string method, object context)
    {
        await tasker.PublishAsync($$"""
            name: {{name}}
            namespace_name: http_calls
            version: "1.0.0"
            steps:
              - name: call
                handler: { callable: http, initialization: { url: "{{url}}", method: {{method}} } }
                retry: { backoff: linear, backoff_base_ms: 10 }
            """);
        return await tasker.SubmitAsync("http_calls", name, context);
    }
}
