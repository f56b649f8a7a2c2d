using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Net.Http.Headers;

namespace Tasker.Web.Api.Http;

/// <summary>Reads a request's body strictly: media type, charset, size, and JSON that leaves nothing open.</summary>
internal static class BodyReader
{
    /// <summary>The largest body: 1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The value, or the problem.</summary>
    public static async Task<(T? Value, IResult? Problem)> JsonAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (!Is(request, MediaTypeNames.Application.Json)) return (null, WrongType(MediaTypeNames.Application.Json));
        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted);
            return value is null ? (null, ProblemMapping.Invalid(new FieldError("$", "must be a JSON object, not null"))) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, ProblemMapping.Invalid(JsonErrors.Of(e)));
        }
    }

    /// <summary>The YAML text, or the problem.</summary>
    public static async Task<(string? Text, IResult? Problem)> YamlAsync(HttpRequest request)
    {
        if (!Is(request, "application/yaml", "application/x-yaml", "text/yaml")) return (null, WrongType("application/yaml"));
        try
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return (await reader.ReadToEndAsync(request.HttpContext.RequestAborted), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, ProblemMapping.Invalid(new FieldError("body", "is not UTF-8")));
        }
    }

    private static bool Is(HttpRequest request, params ReadOnlySpan<string> types) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && types.Contains(given.MediaType.Value?.ToLowerInvariant())
        && (!given.Charset.HasValue || given.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static IResult WrongType(string wanted) => ProblemMapping.Of(415, "The content type is not supported", $"Send {wanted} in UTF-8");
}
