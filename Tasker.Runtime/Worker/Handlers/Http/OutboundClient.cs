namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>The connections of <c>http</c> steps, apart from everything else that calls: no redirects, no proxy, no cookies, no credentials.</summary>
internal sealed class OutboundClient : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    public OutboundClient(OutboundHosts hosts) => _invoker = new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = hosts.ConnectAsync,
    });

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) => _invoker.SendAsync(request, ct);

    public void Dispose() => _invoker.Dispose();
}
