using Microsoft.AspNetCore.WebUtilities;

namespace Tasker.Web.Api.Http;

/// <summary>What every answer below <c>/v1</c> has: a correlation id, and a problem where routing itself refuses (404, 405, 415).</summary>
internal static class ApiAnswers
{
    public static void Use(IApplicationBuilder api)
    {
        var clock = api.ApplicationServices.GetRequiredService<TimeProvider>();
        api.Use((http, next) =>
        {
            http.Response.Headers[ProblemMapping.CorrelationHeader] = CorrelationId(http.Request, clock).ToString();
            return next(http);
        });
        api.UseStatusCodePages(context =>
        {
            var status = context.HttpContext.Response.StatusCode;
            return ProblemMapping.Of(status, ReasonPhrases.GetReasonPhrase(status)).ExecuteAsync(context.HttpContext);
        });
    }

    /// <summary>The caller's, when it is a UUID; a new one otherwise.</summary>
    private static Guid CorrelationId(HttpRequest request, TimeProvider clock) =>
        Guid.TryParseExact(request.Headers[ProblemMapping.CorrelationHeader], "D", out var given) ? given : Guid.CreateVersion7(clock.GetUtcNow());
}
