using System.Text.Json.Serialization.Metadata;

namespace Tasker.Web.Api.Http;

/// <summary>201 with a <c>Location</c> and a body whose JSON was generated at build.</summary>
internal static class CreatedResult
{
    public static IResult Json201<T>(this IResultExtensions _, string location, T value, JsonTypeInfo<T> type) => new Result<T>(location, value, type);

    private sealed class Result<T>(string location, T value, JsonTypeInfo<T> type) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return Results.Json(value, type, statusCode: StatusCodes.Status201Created).ExecuteAsync(httpContext);
        }
    }
}
