using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Tasker.Data.Operators;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Api;

/// <summary>Every failure of the API as <c>application/problem+json</c>. Nothing of SQL, stacks or other tasks gets out.</summary>
internal static class ProblemMapping
{
    /// <summary>The caller's id for this request, repeated in answers and problems.</summary>
    public const string CorrelationHeader = "X-Correlation-Id";

    public static IResult Invalid(params IReadOnlyList<FieldError> errors) => Of(400, "The request is not valid", errors: errors);

    public static IResult Invalid(QueryProblem problem, string? field = null) => Invalid(new FieldError(field ?? problem.Field, problem.Message));

    public static IResult NotFound(string what) => Of(404, "There is no such thing", what);

    public static IResult Conflict(string what) => Of(409, "The request conflicts with what is there", what);

    public static IResult Unavailable(string what) => new RetryLater(Of(503, "Not now", what));

    /// <summary>What came of an operator's act, when it is not an applied one.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="what">What is said when there is no such thing.</param>
    /// <param name="field">The field of the body whose value may not fit a schema.</param>
    public static IResult Of(OperatorOutcome outcome, string what, string field = "") => outcome switch
    {
        OperatorOutcome.Refused { Problems.Count: > 0 } misfit => Invalid([.. misfit.Problems.Select(p => new FieldError(field + p.Pointer, p.Message))]),
        OperatorOutcome.NotFound => NotFound(what),
        OperatorOutcome.Refused refused => Conflict(refused.Reason),
        OperatorOutcome.Conflict c => Of(
            409, "Somebody was first", $"The state is {c.CurrentState} since {c.At:O}, by {c.By}",
            extensions: new() { ["current_state"] = c.CurrentState, ["by"] = c.By, ["at"] = c.At }),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no problem"),
    };

    public static IResult Of(
        int status, string title, string? detail = null, IReadOnlyList<FieldError>? errors = null, Dictionary<string, object?>? extensions = null)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Detail = detail, Type = "about:blank" };
        foreach (var (key, value) in extensions ?? []) problem.Extensions[key] = value;
        if (errors is not null) problem.Extensions["errors"] = errors.ToArray();
        return new ProblemResult(problem);
    }

    /// <summary>Adds the ids by which the request is found in logs, at the moment of writing.</summary>
    private sealed class ProblemResult(ProblemDetails problem) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? httpContext.TraceIdentifier;
            problem.Extensions["correlation_id"] = httpContext.Response.Headers[CorrelationHeader].FirstOrDefault();
            return TypedResults.Problem(problem).ExecuteAsync(httpContext);
        }
    }

    private sealed class RetryLater(IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.RetryAfter = "5";
            return inner.ExecuteAsync(httpContext);
        }
    }
}
