using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Worker.Handlers.Http;

/// <summary>What the built-in <c>http</c> handler may do. Without settings it may call nobody.</summary>
public sealed class HttpOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Http";

    /// <summary>
    /// Hosts that may be called: <c>host</c> (ports 80 and 443) or <c>host:port</c>, compared whole, no wildcards. A loopback or private
    /// address is only called when the entry is that address itself or <c>localhost</c>. Default none.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Names among <see cref="AllowedHosts"/> that may resolve to loopback and private addresses, for services of one's own network. Default none.</summary>
    public IReadOnlyList<string> PrivateHosts { get; init; } = [];

    /// <summary>How long a call may take when the step says nothing. 100 ms to 10 min, default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest answer that is read, in bytes. 1 KiB to 16 MiB, default 1 MiB; what is stored is bound by the worker's result limit too.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxResponseBytes { get; init; } = 1024 * 1024;

    /// <summary>The longest wait that an answer's Retry-After can ask for. 1 s to 24 h, default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromHours(1);
}
