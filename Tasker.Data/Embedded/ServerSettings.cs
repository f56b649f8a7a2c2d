using System.Text.RegularExpressions;

namespace Tasker.Data.Embedded;

/// <summary>The server's settings: Tasker's defaults, the operator's, and those by which Tasker reaches and reads its server.</summary>
internal static partial class ServerSettings
{
    // The log is read by ServerLog: who speaks, then "LEVEL:  text", no values of rows and no statements.
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["log_destination"] = "stderr",
        ["logging_collector"] = "off",
        ["log_line_prefix"] = ServerLog.LinePrefix,
        ["log_min_messages"] = "warning",
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
        ["lc_messages"] = "C",
    };

    private static readonly string[] OwnToo =
        ["listen_addresses", "port", "unix_socket_directories", "data_directory", "hba_file", "external_pid_file"];

    /// <summary>The defaults, which favour many short writing transactions. Durability stays as the server has it: on.</summary>
    public static Dictionary<string, string> Defaults(ServerBinaries binaries, string walCompression)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["max_connections"] = "200",
            ["shared_buffers"] = "256MB",
            ["max_wal_size"] = "4GB",
            ["checkpoint_timeout"] = "15min",
            ["wal_compression"] = walCompression,
            ["autovacuum_naptime"] = "15s",
        };
        if (binaries.HasLibrary("pg_stat_statements"))
        {
            defaults["shared_preload_libraries"] = "pg_stat_statements";
        }

        return defaults;
    }

    /// <summary>The command line for defaults, overridden by the operator's settings.</summary>
    public static IEnumerable<string> Arguments(IDictionary<string, string> defaults, IDictionary<string, string> extra)
    {
        var all = new Dictionary<string, string>(defaults, StringComparer.Ordinal);
        foreach (var (name, value) in extra)
        {
            all[name] = value;
        }

        return all.Concat(Own).SelectMany(setting => (string[])["-c", $"{setting.Key}={setting.Value}"]);
    }

    /// <exception cref="EmbeddedPostgresException">A name can't be a setting's, or is one of Tasker's own.</exception>
    public static void RequireValid(IDictionary<string, string> extra)
    {
        foreach (var name in extra.Keys)
        {
            var isOwn = Own.ContainsKey(name) || OwnToo.Contains(name, StringComparer.Ordinal);
            if (isOwn || !Name().IsMatch(name))
            {
                throw new EmbeddedPostgresException(
                    EmbeddedPostgresFailure.InvalidSetting,
                    $"{EmbeddedPostgresOptions.Section}:Settings:{name} "
                    + (isOwn ? "can't be set: Tasker needs its own value to reach or read its server." : "isn't the name of a server setting."));
            }
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
