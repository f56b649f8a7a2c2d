using System.Text.Json;
using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>A value of a step that somebody replaced; without a value, the step worked on the task's context until then.</summary>
internal sealed record ReplacedPayloadBody(string What, JsonElement? Value, string ActionKind, string ReplacedBy, string? Reason, DateTimeOffset ReplacedAt)
{
    public static ReplacedPayloadBody Of(ReplacedPayload p) => new(p.What, PayloadJson.Of(p.Value), p.Kind, p.By, p.Reason, p.At);
}
