using System.Data.Common;
using Tasker.Runtime.Actors;

namespace Tasker.Web.Api.Http;

/// <summary>The edge of every API call: gives it a correlation id and turns what was thrown into a problem.</summary>
internal sealed partial class ApiEdge(TimeProvider clock, ILogger<ApiEdge> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers[ProblemMapping.CorrelationHeader] = CorrelationId(http).ToString();
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

    /// <summary>The caller's, when it is a UUID; a new one otherwise.</summary>
    public Guid CorrelationId(HttpContext http) =>
        Guid.TryParseExact(http.Request.Headers[ProblemMapping.CorrelationHeader], "D", out var given)
            ? given
            : Guid.CreateVersion7(clock.GetUtcNow());

    [LoggerMessage(3101, LogLevel.Error, "API call {Method} {Endpoint} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string? endpoint);
}
