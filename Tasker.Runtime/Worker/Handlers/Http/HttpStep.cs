using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tasker.Runtime.Retry;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>The built-in handler <c>http</c>: one call, described by the template.</summary>
internal sealed class HttpStep(OutboundClient client, OutboundHosts hosts, HttpOptions options, TimeProvider clock) : IStepHandler
{
    /// <summary>The name that templates call it by.</summary>
    public const string Callable = "http";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];
    private static readonly string[] KeptHeaders = ["Content-Type", "ETag", "Last-Modified", "Location", "Retry-After", "X-Request-Id"];

    public async Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct)
    {
        if (Read(context, out var problem) is not { } call) return StepOutcome.PermanentFailure(problem, ErrorTypes.Configuration);
        var values = new Placeholders(context.Input, context.Results);
        if (!Uri.TryCreate(values.Fill(call.Url, Uri.EscapeDataString), UriKind.Absolute, out var url))
        {
            return StepOutcome.PermanentFailure("'url' is no absolute URL", ErrorTypes.Configuration);
        }

        if (hosts.Refusal(url) is { } refusal) return StepOutcome.PermanentFailure(refusal, "url_not_allowed");
        using var request = Request(call, url, values, context.IdempotencyKey);
        using var limit = new CancellationTokenSource(call.TimeoutSeconds is { } s ? TimeSpan.FromSeconds(s) : options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            using var response = await client.SendAsync(request, either.Token);
            return await OutcomeAsync(call, url, response, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return StepOutcome.RetryableFailure($"{url.Host} did not answer in time", errorType: ErrorTypes.Timeout);
        }
        catch (Exception e) when (e is OutboundRefusedException || e.InnerException is OutboundRefusedException)
        {
            return StepOutcome.PermanentFailure((e as OutboundRefusedException ?? e.InnerException!).Message, "url_not_allowed");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return StepOutcome.RetryableFailure($"{url.Host} could not be reached: {(e as HttpRequestException)?.HttpRequestError.ToString() ?? e.GetType().Name}", errorType: ErrorTypes.Network);
        }
    }

    private static HttpCall? Read(StepContext context, out string problem)
    {
        problem = "";
        try
        {
            var call = context.Config.Deserialize<HttpCall>(StepJson.Options)!;
            if (!Methods.Contains(call.Method, StringComparer.OrdinalIgnoreCase)) problem = $"'method' is not one of {string.Join(", ", Methods)}";
            else if (call.TimeoutSeconds is { } seconds && seconds is not (>= 0.1 and <= 600)) problem = "'timeout_seconds' is not from 0.1 to 600";
            else return call;
        }
        catch (JsonException e)
        {
            problem = $"handler.initialization is no HTTP call: {e.Message}";
        }

        return null;
    }

    private static HttpRequestMessage Request(HttpCall call, Uri url, Placeholders values, string idempotencyKey)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method.ToUpperInvariant()), url);
        if (call.Body is { } body) request.Content = new StringContent(values.Fill(body)?.ToJsonString() ?? "null", Encoding.UTF8, "application/json");
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head) request.Headers.Add("Idempotency-Key", idempotencyKey);
        foreach (var (name, text) in call.Headers)
        {
            var value = values.Fill(text);
            var isForContent = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);
            if (isForContent) request.Content?.Headers.Remove(name);
            else request.Headers.Remove(name);
            var added = !value.AsSpan().ContainsAny('\r', '\n')
                && (isForContent ? request.Content?.Headers.TryAddWithoutValidation(name, value) ?? true : request.Headers.TryAddWithoutValidation(name, value));
            if (!added) throw new StepFailedException($"the header '{name}' cannot be sent", retryable: false) { ErrorType = ErrorTypes.Configuration };
        }

        return request;
    }

    private async Task<StepOutcome> OutcomeAsync(HttpCall call, Uri url, HttpResponseMessage response, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        var isWanted = call.ExpectedStatus.Count == 0 ? response.IsSuccessStatusCode : call.ExpectedStatus.Contains(status);
        if (!isWanted)
        {
            var told = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
            return HttpStatusFailures.Failure(response.StatusCode, $"{call.Method.ToUpperInvariant()} {url.Host} answered HTTP {status}", told, clock.GetUtcNow(), options.MaxRetryAfter);
        }

        if (await BodyAsync(response, ct) is not { } bytes)
        {
            return StepOutcome.PermanentFailure($"the answer is larger than {options.MaxResponseBytes} bytes", HttpStatusFailures.ErrorType);
        }

        return StepOutcome.Success(new { status, Headers = Kept(response), Body = Parsed(response, bytes) });
    }

    private async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        if (response.Content.Headers.ContentLength > options.MaxResponseBytes) return null;
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var body = new MemoryStream();
        var part = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(part, ct)) > 0)
        {
            if (body.Length + read > options.MaxResponseBytes) return null;
            body.Write(part, 0, read);
        }

        return body.ToArray();
    }

    private static SortedDictionary<string, string> Kept(HttpResponseMessage response) => new(
        response.Headers.Concat(response.Content.Headers)
            .Where(h => KeptHeaders.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(h => h.Key.ToLowerInvariant(), h => string.Join(", ", h.Value), StringComparer.Ordinal),
        StringComparer.Ordinal);

    // What says it is JSON and is not is kept as the text it is.
    private static JsonNode? Parsed(HttpResponseMessage response, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) != true) return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
