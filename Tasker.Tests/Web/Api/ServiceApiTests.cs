using System.Net;
using Xunit;

namespace Tasker.Tests.Web.Api;

public sealed class ServiceApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Theory]
    [Trait("Feature", "F103")]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_Running_IsHealthy(string path) =>
        Assert.Equal("healthy", (await server.GetAsync(path)).GetProperty("status").GetString());

    [Fact]
    [Trait("Feature", "F103")]
    public async Task HealthDetailed_Running_TimesEachCheck()
    {
        var checks = (await server.GetAsync("/health/detailed")).GetProperty("checks");

        Assert.True(checks.GetProperty("web_database").GetProperty("duration_ms").GetDouble() > 0);
        Assert.Equal("healthy", checks.GetProperty("command_processor").GetProperty("status").GetString());
        Assert.Equal("healthy", checks.GetProperty("queue_depth").GetProperty("status").GetString());
    }

    [Fact]
    [Trait("Feature", "F103")]
    public async Task OpenApi_Document_NamesPermissions()
    {
        var document = await server.GetAsync("/openapi/v1.json");

        var post = document.GetProperty("paths").GetProperty("/v1/tasks").GetProperty("post");
        Assert.Equal("tasks:create", post.GetProperty("x-required-permission").GetString());
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task Template_NewVersion_CoexistsAndOtherTextConflicts()
    {
        const string first = "name: two\nnamespace_name: api\nversion: \"1.0.0\"\nsteps:\n  - name: a\n    handler:\n      callable: test.ok\n";

        Assert.Equal(HttpStatusCode.Created, (await server.PublishAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.PublishAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await server.PublishAsync(first + "description: changed\n")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await server.PublishAsync(first.Replace("1.0.0", "1.1.0", StringComparison.Ordinal))).StatusCode);
        var versions = (await server.GetAsync("/v1/templates/api/two/1.0.0")).GetProperty("versions");
        Assert.Equal(["1.1.0", "1.0.0"], versions.EnumerateArray().Select(v => v.GetString()!));
    }

    [Fact]
    [Trait("Feature", "F002")]
    public async Task Template_BadNamespace_Is400WithLine()
    {
        var response = await server.PublishAsync("name: x\nnamespace_name: \"bad name!\"\nversion: \"1.0.0\"\nsteps:\n  - name: a\n    handler:\n      callable: test.ok\n");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await ApiServer.ReadAsync(response)).GetProperty("errors")[0];
        Assert.Equal(2, error.GetProperty("line").GetInt32());
    }

    [Fact]
    [Trait("Feature", "F105")]
    public async Task Put_OnTasks_Is405Problem()
    {
        var response = await server.Http.PutAsync("/v1/tasks", ApiServer.Json("{}"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    [Trait("Feature", "F100")]
    public async Task WorkersAndQueues_Running_AreListed()
    {
        Assert.Contains((await server.GetAsync("/v1/workers")).GetProperty("workers").EnumerateArray(), w => w.GetProperty("is_live").GetBoolean());
        Assert.NotEmpty((await server.GetAsync("/v1/queues")).GetProperty("queues").EnumerateArray());
    }
}
