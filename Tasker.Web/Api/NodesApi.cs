using Tasker.Runtime.Queries;
using Tasker.Web.Api.Bodies;
using Tasker.Web.Api.Http;

namespace Tasker.Web.Api;

/// <summary>Processes and queues.</summary>
internal static class NodesApi
{
    public static IEndpointRouteBuilder MapNodes(this IEndpointRouteBuilder v1)
    {
        v1.MapGet("/workers", WorkersAsync).Needs("workers:read", "The processes of the installation").Produces<WorkerListBody>();
        v1.MapGet("/queues", QueuesAsync).Needs("queues:read", "The queues and how full they are").Produces<QueueListBody>();
        return v1;
    }

    private static async Task<IResult> WorkersAsync(WorkerBrowser workers, CancellationToken ct) =>
        Results.Json(new WorkerListBody([.. (await workers.ListAsync(ct)).Select(WorkerBody.Of)]), ApiJson.Default.WorkerListBody);

    private static async Task<IResult> QueuesAsync(QueueBrowser queues, CancellationToken ct) =>
        Results.Json(new QueueListBody([.. (await queues.ListAsync(ct)).Select(QueueBody.Of)]), ApiJson.Default.QueueListBody);
}
