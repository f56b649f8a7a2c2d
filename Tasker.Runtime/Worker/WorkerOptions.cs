using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Worker;

/// <summary>How much a worker takes.</summary>
public sealed class WorkerOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Worker";

    /// <summary>Handlers that run at the same time. 1 to 1,024, default 10.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; init; } = 10;

    /// <summary>
    /// Steps that may be held at once, running or waiting for a handler, at most. The node takes no more than it can start within
    /// <see cref="ClaimAhead"/>, by its mean handler time. 1 to 100,000, default 4,000.
    /// </summary>
    [Range(1, 100_000)]
    public int MaxHeld { get; init; } = 4000;

    /// <summary>How much work a node may hold ahead. 0 to 1 min, default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan ClaimAhead { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Namespaces served; empty means all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>The largest result that is stored, in bytes of UTF-8. 1 KiB to 16 MiB, default 1 MiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxResultBytes { get; init; } = 1024 * 1024;

    /// <summary>What becomes of a result that does not fit its step's <c>result_schema</c>. Default Fail.</summary>
    public ResultSchemaMode ResultSchema { get; init; } = ResultSchemaMode.Fail;

    /// <summary>The largest checkpoint that is stored, cursor and accumulated results together, in bytes of UTF-8. 1 KiB to 16 MiB, default 256 KiB.</summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxCheckpointBytes { get; init; } = 256 * 1024;
}
