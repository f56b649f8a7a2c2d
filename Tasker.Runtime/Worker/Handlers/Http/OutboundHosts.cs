using System.Net;
using System.Net.Sockets;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>Who may be called: decides about names before they are resolved and about addresses afterwards.</summary>
internal sealed class OutboundHosts(HttpOptions options)
{
    private readonly HashSet<string> _allowed = new(options.AllowedHosts, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _private = new(options.PrivateHosts, StringComparer.OrdinalIgnoreCase);

    /// <summary>Networks that nobody on the internet has: a public name that leads there is an attack or a mistake.</summary>
    private static readonly IPNetwork[] Inner =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.0.0.0/24"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("::/96"), IPNetwork.Parse("64:ff9b::/96"),
        IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    /// <summary>Why the address may not be called; null when it may.</summary>
    public string? Refusal(Uri url)
    {
        if (url.Scheme is not ("http" or "https")) return $"'{url.Scheme}' is not called, only http and https";
        if (url.UserInfo.Length > 0) return "a URL with a user name is not called; use a header";
        var host = url.IdnHost.Trim('[', ']');
        var withPort = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{url.Port}" : $"{host}:{url.Port}";
        return _allowed.Contains(withPort) || (url.Port is 80 or 443 && _allowed.Contains(host))
            ? null
            : $"'{withPort}' may not be called: it is not in {HttpOptions.Section}:{nameof(HttpOptions.AllowedHosts)}";
    }

    /// <summary>Whether a name that may be called may lead to this address.</summary>
    public bool MayConnect(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Inner.Any(n => n.BaseAddress.AddressFamily == plain.AddressFamily && n.Contains(plain))
            || IPAddress.TryParse(host.Trim('[', ']'), out _)
            || string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || _private.Contains(host);
    }

    /// <summary>Resolves once, and connects to an address that was checked.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var target = context.DnsEndPoint;
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        var allowed = addresses.Where(a => MayConnect(target.Host, a)).ToArray();
        if (allowed.Length == 0) throw new OutboundRefusedException(
            $"'{target.Host}' leads to a loopback or private address; {HttpOptions.Section}:{nameof(HttpOptions.PrivateHosts)} does not name it");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
