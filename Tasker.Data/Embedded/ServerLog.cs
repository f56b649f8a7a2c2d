using Microsoft.Extensions.Logging;

namespace Tasker.Data.Embedded;

/// <summary>
/// Reads what the server writes: keeps the last lines for error messages, tells when it is ready, and passes on what an operator
/// should see. Errors of client sessions are left to the clients, which get them as exceptions.
/// </summary>
internal sealed class ServerLog(ILogger logger)
{
    /// <summary>Who speaks (a backend's type), then the level and the text.</summary>
    public const string LinePrefix = "%b|";

    private const int TailLines = 40;

    private readonly Lock _gate = new();
    private readonly Queue<string> _tail = new(TailLines);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server accepts connections.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Whether the server replayed its log because it had not been stopped in order.</summary>
    public bool HasRecovered { get; private set; }

    /// <summary>The last lines, oldest first.</summary>
    public string Tail
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _tail);
            }
        }
    }

    public void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_gate)
        {
            if (_tail.Count == TailLines)
            {
                _tail.Dequeue();
            }

            _tail.Enqueue(line);
        }

        if (line.Contains("was not properly shut down", StringComparison.Ordinal)
            || line.Contains("database system was interrupted", StringComparison.Ordinal))
        {
            HasRecovered = true;
        }
        else if (line.StartsWith("postmaster|LOG:  database system is ready to accept connections", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }

        EmbeddedPostgresLog.ServerLine(logger, LevelOf(line), line);
    }

    /// <summary>How loud a line is for an operator.</summary>
    public static LogLevel LevelOf(string line)
    {
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var speaker = bar < 0 ? "" : line[..bar];
        var colon = line.IndexOf(':', bar + 1);
        var level = colon < 0 ? "" : line[(bar + 1)..colon];
        return (level, speaker) switch
        {
            ("PANIC", _) => LogLevel.Critical,
            (_, "client backend") => LogLevel.Debug,
            ("FATAL", _) => LogLevel.Error,
            ("ERROR" or "WARNING", _) => LogLevel.Warning,
            _ => LogLevel.Debug,
        };
    }
}
