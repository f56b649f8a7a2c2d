using System.Globalization;
using Microsoft.Extensions.Primitives;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;

namespace Tasker.Web.Api.Http;

/// <summary>Collects parts of a request and all that is wrong with them.</summary>
internal sealed class RequestParts(HttpRequest request)
{
    /// <summary>Who acts, until there is sign-in.</summary>
    public const string ActorHeader = "X-Tasker-Actor";

    public const string IdempotencyHeader = "Idempotency-Key";

    private const string AnonymousActor = "user:api";
    private const int MaxActor = 128;
    private const int MaxReason = 1000;
    private const int DefaultLimit = 25;

    private readonly List<FieldError> _errors = [];

    public bool IsValid => _errors.Count == 0;

    public IResult Problem => ProblemMapping.Invalid(_errors);

    public void Add(string field, string message) => _errors.Add(new FieldError(field, message));

    public TaskId Task(string text) => new(Id("task_uuid", text));

    public StepId Step(string text) => new(Id("step_uuid", text));

    /// <summary>Refuses parameters that nobody looks at: a misspelt filter must not show everything.</summary>
    public RequestParts Allow(params ReadOnlySpan<string> names)
    {
        foreach (var key in request.Query.Keys)
        {
            if (!names.Contains(key)) Add(key, "is an unknown parameter");
        }

        return this;
    }

    public string? Text(string name) => request.Query.TryGetValue(name, out var values) ? Single(name, values) : null;

    public int Number(string name, int least, int most, int otherwise)
    {
        if (Text(name) is not { } text) return otherwise;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Add(name, $"must be a whole number from {least} to {most}");
        return otherwise;
    }

    public PageRequest Page() => new(Number("limit", 1, 100, DefaultLimit), Text("cursor"));

    public string Actor(string? given)
    {
        var name = given ?? Header(ActorHeader) ?? AnonymousActor;
        var actor = name.StartsWith("user:", StringComparison.Ordinal) ? name : "user:" + name;
        if (actor.Length > MaxActor || string.IsNullOrWhiteSpace(actor["user:".Length..]) || actor.Any(char.IsControl))
        {
            Add(ActorHeader, $"must be a name, with 'user:' at most {MaxActor} characters");
        }

        return actor;
    }

    public string Reason(string? given)
    {
        if (string.IsNullOrWhiteSpace(given) || given.Length > MaxReason || given.Contains('\0')) Add("reason", $"is required, at most {MaxReason} characters");
        return given ?? "";
    }

    /// <summary>The key of header or body; they must not differ.</summary>
    public string? IdempotencyKey(string? inBody, int most)
    {
        var inHeader = Header(IdempotencyHeader);
        if (inHeader is not null && inBody is not null && inHeader != inBody) Add("idempotency_key", $"differs from the header {IdempotencyHeader}");
        var key = inHeader ?? inBody;
        if (key is not null && (key.Length == 0 || key.Length > most || key.Contains('\0'))) Add("idempotency_key", $"must have 1 to {most} characters");
        return key;
    }

    /// <summary>The state that the caller saw, from the body or from <c>If-Match</c>, in quotes as entity tags are.</summary>
    public string? ExpectedState(string? inBody) => inBody ?? (Header("If-Match") is { } tag && tag != "*" ? tag.Trim('"') : null);

    private string? Header(string name) => request.Headers.TryGetValue(name, out var values) ? Single(name, values) : null;

    private string? Single(string name, StringValues values)
    {
        if (values.Count != 1) Add(name, "is given more than once");
        return values[0];
    }

    private Guid Id(string field, string text)
    {
        if (!Guid.TryParseExact(text, "D", out var id)) Add(field, "is not a UUID");
        return id;
    }
}
