using System.Text.Json;
using Tasker.Data.Reads;

namespace Tasker.Web.Api.Bodies;

/// <summary>Stored JSON as JSON. A value that was cut for its size is no JSON any more and is given as text, its beginning.</summary>
internal static class PayloadJson
{
    public static JsonElement? Of(Payload? payload) => payload is null ? null : payload.IsCut ? Text(payload.Json) : JsonElement.Parse(payload.Json);

    private static JsonElement Text(string json) => JsonSerializer.SerializeToElement(json, ApiJson.Default.String);
}
