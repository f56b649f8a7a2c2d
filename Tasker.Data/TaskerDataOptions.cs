using System.ComponentModel.DataAnnotations;

namespace Tasker.Data;

/// <summary>How the two connection pools of a process are made. The connection string itself is <c>ConnectionStrings:Tasker</c>.</summary>
public sealed class TaskerDataOptions
{
    /// <summary>The section of the configuration: <c>Tasker:Data</c>.</summary>
    public const string Section = "Tasker:Data";

    /// <summary>Most connections of the engine's pool; 1 to 200, default 12.</summary>
    [Range(1, 200)]
    public int EnginePoolSize { get; init; } = 12;

    /// <summary>Most connections of the console's pool (pages, API, operators' acts, checks); 1 to 100, default 8.</summary>
    [Range(1, 100)]
    public int ConsolePoolSize { get; init; } = 8;

    /// <summary>
    /// Most connections of the pool for handlers' transactions: so many handlers can hold one at a time, the others wait. 1 to 200, default 8.
    /// </summary>
    [Range(1, 200)]
    public int HandlerPoolSize { get; init; } = 8;

    /// <summary>How long an engine command may take before it is cancelled; 1 s to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Statement timeout that the server itself applies to the console's connections; 100 ms to 10 min, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ConsoleStatementTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle connection is probed, so that a server that vanished is noticed; 1 s to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a start waits for a configured server that is not up yet. 0 to 10 min, default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
