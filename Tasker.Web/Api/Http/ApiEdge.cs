using System.Data.Common;
using Tasker.Runtime.Actors;

namespace Tasker.Web.Api.Http;

/// <summary>The edge of every API call: turns what was thrown into a problem.</summary>
internal sealed partial class ApiEdge(ILogger<ApiEdge> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(499);
        }
        catch (BadHttpRequestException e)
        {
            return ProblemMapping.Of(e.StatusCode, e.StatusCode == 413 ? "The body is too large" : "The request cannot be read");
        }
        catch (ActorStoppedException)
        {
            return ProblemMapping.Unavailable("This node is stopping");
        }
        catch (Exception e)
        {
            LogFailed(logger, e, http.Request.Method, http.GetEndpoint()?.DisplayName);
            return e is DbException or TimeoutException
                ? ProblemMapping.Unavailable("The database cannot be used at the moment")
                : ProblemMapping.Of(500, "Something went wrong; the trace id tells which log line");
        }
    }

    [LoggerMessage(6101, LogLevel.Error, "API call {Method} {Endpoint} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string? endpoint);
}
