using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data;
using Tasker.Data.Queue;
using Xunit;

namespace Tasker.Tests.Web.Api;

[Trait("Feature", "F043")]
public sealed class ArchiveApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Archive_ListedAndReplayed_IsInItsQueueAgain()
    {
        var store = new QueueStore(server.Services.GetRequiredService<TaskerDataSource>());
        await store.EnsureAsync("api_archive", default);
        await store.SendAsync("api_archive", [("""{"n": 1}""", null, TimeSpan.Zero)], default);
        var read = Assert.Single(await store.ReceiveAsync("api_archive", 1, TimeSpan.FromMinutes(1), default));
        await store.ArchiveAsync("api_archive", [(read.Id, read.Read)], "malformed", default);

        var listed = (await server.GetAsync("/v1/queues/api_archive/archive")).GetProperty("messages")[0];
        var replayed = await server.Http.PostAsync($"/v1/queues/api_archive/archive/{read.Id}/replay", ApiServer.Json("""{"reason": "mended"}"""));
        var again = await server.Http.PostAsync($"/v1/queues/api_archive/archive/{read.Id}/replay", ApiServer.Json("""{"reason": "mended"}"""));

        Assert.Equal(("malformed", 1), (listed.GetProperty("reason").GetString(), listed.GetProperty("message").GetProperty("n").GetInt32()));
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal("""{"n": 1}""", Assert.Single(await store.ReceiveAsync("api_archive", 1, TimeSpan.FromMinutes(1), default)).Body);
    }

    [Theory]
    [InlineData("/v1/queues/none_such/archive", HttpStatusCode.NotFound)]
    [InlineData("/v1/queues/x%27y/archive", HttpStatusCode.NotFound)]
    [InlineData("/v1/queues/orchestration_step_results/archive?below=x", HttpStatusCode.BadRequest)]
    [InlineData("/v1/queues/orchestration_step_results/archive?belov=1", HttpStatusCode.BadRequest)]
    public async Task Archive_BadRequest_IsRefused(string path, HttpStatusCode status) => Assert.Equal(status, (await server.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Replay_WithoutReason_IsRefused() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await server.Http.PostAsync("/v1/queues/orchestration_step_results/archive/1/replay", ApiServer.Json("{}"))).StatusCode);
}
