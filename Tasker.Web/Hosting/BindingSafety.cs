using System.Net;
using Microsoft.AspNetCore.Http;

namespace Tasker.Web.Hosting;

/// <summary>
/// Until sign-in exists everybody who reaches the port is an administrator, so no address but this machine's own is listened on.
/// Decided from the configuration before the socket opens: a refusal afterwards would leave a gap.
/// </summary>
internal static class BindingSafety
{
    /// <summary>Listened on when no setting names an address.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary><c>EX_CONFIG</c> of sysexits.h: a supervisor should not restart the process, nothing will change.</summary>
    public const int ExitCode = 78;

    /// <summary>Every address that the configuration asks for, with the setting that asks.</summary>
    public static IReadOnlyList<RequestedAddress> Requested(IConfiguration configuration)
    {
        var requested = new List<RequestedAddress>();
        Add(requested, "urls", configuration[WebHostDefaults.ServerUrlsKey], text => text);
        Add(requested, "http_ports", configuration[WebHostDefaults.HttpPortsKey], port => $"http://*:{port}");
        Add(requested, "https_ports", configuration[WebHostDefaults.HttpsPortsKey], port => $"https://*:{port}");
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            Add(requested, $"Kestrel:Endpoints:{endpoint.Key}:Url", endpoint["Url"], text => text);
        }

        return requested;
    }

    /// <summary>One sentence for each address that other machines could reach or that cannot be understood; empty when all is well.</summary>
    public static IReadOnlyList<string> Refusals(IConfiguration configuration) =>
    [
        .. Requested(configuration).Where(r => !IsLocal(r.Address)).Select(r =>
            $"'{r.Setting}' asks for {r.Address}, which other machines can reach. Tasker has no sign-in configured and listens on loopback only; use for instance {DefaultUrl}."),
    ];

    public static async Task ReportAsync(IReadOnlyList<string> refusals, TextWriter to)
    {
        await to.WriteLineAsync("Tasker does not start:");
        foreach (var refusal in refusals)
        {
            await to.WriteLineAsync($"  {refusal}");
        }
    }

    /// <summary>
    /// True for loopback addresses, <c>localhost</c> and Unix sockets. Any other host name is not local:
    /// the server listens on every address when it is given a name.
    /// </summary>
    internal static bool IsLocal(string address)
    {
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return false;
        }

        return parsed.IsUnixPipe
            || string.Equals(parsed.Host, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }

    private static void Add(List<RequestedAddress> requested, string setting, string? value, Func<string, string> toAddress)
    {
        var parts = (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        requested.AddRange(parts.Select(part => new RequestedAddress(setting, toAddress(part))));
    }
}
