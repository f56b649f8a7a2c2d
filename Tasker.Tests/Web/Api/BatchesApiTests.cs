using System.Net;
using System.Text.Json;
using Tasker.Tests.Support;
using Xunit;

namespace Tasker.Tests.Web.Api;

/// <summary>Batches, progress and stalls through the API.</summary>
public sealed class BatchesApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    [Trait("Feature", "F088")]
    [Trait("Feature", "F090")]
    public async Task Batches_OfATask_SayHowWorkersStandAndHowFarTheyCame()
    {
        var created = await ApiServer.ReadAsync(await server.PostTaskAsync("""{"name": "batches", "namespace": "api", "context": {}}"""));
        var task = $"/v1/tasks/{created.GetProperty("task_uuid").GetString()}";
        await TaskerHarness.UntilAsync(() => server.GetAsync(task), t => Text(t, "status") == "complete", t => t.GetRawText());

        var batch = Assert.Single((await server.GetAsync(task + "/batches")).GetProperty("batches").EnumerateArray().ToList());
        Assert.Equal(("work", "isolate"), (Text(batch, "worker"), Text(batch, "failure_strategy")));
        Assert.Equal((2, 3, 3, 0, 15), (Number(batch, "parallelism"), Number(batch, "workers"), Number(batch, "ended_well"), Number(batch, "places_taken"), Number(batch, "items_processed")));

        var steps = (await server.GetAsync(task + "/workflow_steps")).GetProperty("workflow_steps").EnumerateArray().ToList();
        var worker = steps.Single(s => Text(s, "name") == "work_001");
        var progress = await server.GetAsync($"{task}/workflow_steps/{Text(worker, "step_uuid")}/progress");
        Assert.Equal((5, 1), (Number(progress, "items_processed"), Number(progress, "checkpoints")));
        Assert.False(progress.GetProperty("waits_for_a_place").GetBoolean());
        Assert.Empty((await server.GetAsync("/v1/stalled_steps")).GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task Batches_OfNoTask_AreNotFound() =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.GetAsync("/v1/tasks/01a1fdbd-b392-7b08-8f19-03c7e0000000/batches")).StatusCode);

    private static string? Text(JsonElement from, string property) => from.GetProperty(property).GetString();

    private static int Number(JsonElement from, string property) => from.GetProperty(property).GetInt32();
}
