using System.Text.Json;
using Tasker.Runtime.Identity;

namespace Tasker.Runtime.Orchestration.Services;

/// <summary>The limits of a request's own fields (R§1.8). Pure.</summary>
internal static class TaskRequestRules
{
    private const int MaxTags = 50;

    public static List<RequestProblem> Check(TaskRequest request)
    {
        var problems = new List<RequestProblem>();
        Length(problems, "name", request.Name, 1, 255);
        Length(problems, "namespace", request.Namespace, 1, 255);
        if (request.Version is { } version) Length(problems, "version", version, 1, 50);
        Length(problems, "initiator", request.Initiator, 0, 128);
        Length(problems, "source_system", request.SourceSystem, 0, 128);
        Length(problems, "reason", request.Reason, 0, 128);
        if (request.IdempotencyKey is { } key) Length(problems, "idempotency_key", key, 1, 255);
        if (request.Priority is < -100 or > 100) problems.Add(new("priority", $"is {request.Priority}; -100 to 100 are allowed"));
        if (request.Tags.Count > MaxTags) problems.Add(new("tags", $"has {request.Tags.Count} entries; at most {MaxTags} are allowed"));
        for (var i = 0; i < Math.Min(request.Tags.Count, MaxTags); i++) Length(problems, $"tags[{i}]", request.Tags[i], 1, 100);
        if (request.RequestedAt is { Year: < 1970 or > 9000 }) problems.Add(new("requested_at", "is not a plausible time"));
        Json(problems, "context", request.Context);
        if (request.Options is { } options && options.ValueKind != JsonValueKind.Null) Json(problems, "options", options);
        return problems;
    }

    private static void Json(List<RequestProblem> problems, string field, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new(field, "must be a JSON object"));
            return;
        }

        problems.AddRange(JsonLimits.Check(element).Select(p => new RequestProblem(field + p.Path.TrimStart('$'), p.Message)));
    }

    private static void Length(List<RequestProblem> problems, string field, string? text, int least, int most)
    {
        if (text is null)
        {
            problems.Add(new(field, "must not be null"));
        }
        else if (text.Length < least || text.Length > most)
        {
            problems.Add(new(field, $"is {text.Length} characters long; {least} to {most} are allowed"));
        }
        else if (text.Contains('\0', StringComparison.Ordinal) || HasLoneSurrogate(text))
        {
            problems.Add(new(field, "contains a character that cannot be stored"));
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
