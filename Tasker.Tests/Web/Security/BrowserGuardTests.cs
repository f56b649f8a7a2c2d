using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Tasker.Web.Security;
using Xunit;

namespace Tasker.Tests.Web.Security;

[Trait("Feature", "F145")]
public class BrowserGuardTests(LoopbackServer server) : IClassFixture<LoopbackServer>
{
    [Theory]
    [InlineData("same", 101)]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData(null, 403)]
    [InlineData("https-same", 403)]
    [InlineData("other-port", 403)]
    [InlineData("sub-domain", 403)]
    public async Task WebSocket_FromOrigin_IsAnswered(string? origin, int status)
    {
        var sent = origin switch
        {
            "same" => $"http://{server.Address.Authority}",
            "https-same" => $"https://{server.Address.Authority}",
            "other-port" => $"http://{server.Address.Host}:1",
            "sub-domain" => $"http://a.{server.Address.Authority}",
            _ => origin,
        };
        Assert.Equal(status, await UpgradeAsync("/_blazor", sent));
    }

    [Fact]
    public async Task WebSocket_ToAnyPathFromElsewhere_IsRefused() => Assert.Equal(403, await UpgradeAsync("/anything", "http://evil.example"));

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", "http://evil.example", 403)]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", "same", 200)]
    [InlineData("/_blazor/disconnect", null, 403)]
    [InlineData("/hubs/live/negotiate", "http://evil.example", 403)]
    public async Task Post_FromOrigin_IsAnswered(string path, string? origin, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, path));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "same" ? $"http://{server.Address.Authority}" : origin);
        }

        using var response = await SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/dev/gallery", 200)]
    [InlineData("/nowhere", 404)]
    [InlineData("/boom", 500)]
    [InlineData("/css/tasker.css", 200)]
    public async Task Headers_AnyResponse_CarryTheRules(string path, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        using var response = await SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("/dev/gallery")]
    [InlineData("/nowhere")]
    [InlineData("/boom")]
    public async Task Pages_AreNeverStored(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, path));
        using var response = await SendAsync(request);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Page_Markup_HasNoInlineScriptAndNothingFromElsewhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/dev/gallery"));
        using var response = await SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains("<script", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.DoesNotMatch("\\son[a-z]+=", html);
    }

    [Fact]
    public async Task Error_Page_TellsNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/boom"));
        using var response = await SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Contains("Something went wrong", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.Redirect)]
    [InlineData("127.0.0.1", HttpStatusCode.Redirect)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    public async Task Host_OtherThanLoopback_IsRefused(string host, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address);
        request.Headers.Host = $"{host}:{server.Address.Port}";
        using var response = await SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Script_OfTheFramework_IsTheOneThatWasReviewed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/_framework/blazor.web.js"));
        using var response = await SendAsync(request);
        var script = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal("9E4B324DD37A521AE407524DD291709E5B7BB1355D4D4698E4A047A9B4FE87C2", Convert.ToHexString(SHA256.HashData(script)));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        return await client.SendAsync(request);
    }

    private async Task<int> UpgradeAsync(string path, string? origin)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        var request = $"GET {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync();
        return int.Parse(status!.Split(' ')[1]);
    }
}
