using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Chaos;

/// <summary>
/// Faults on purpose, for tests of recovery. The start is refused when any is set and the host's environment is neither Development nor Test.
/// </summary>
public sealed class ChaosOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Chaos";

    /// <summary>The crash point at which the process kills itself, such as <c>after-claim</c>; docs/recovery.md lists them. Default: none.</summary>
    [MaxLength(40)]
    public string? CrashAt { get; init; }

    /// <summary>At which passing of the point it dies. 1 to 1,000,000, default 1.</summary>
    [Range(1, 1_000_000)]
    public int CrashPassing { get; init; } = 1;

    /// <summary>Share of the bells of other nodes that this node does not hear. 0 to 1, default 0.</summary>
    [Range(0.0, 1.0)]
    public double DropBells { get; init; }

    /// <summary>True when nothing is set.</summary>
    internal bool IsInert => string.IsNullOrEmpty(CrashAt) && DropBells == 0;
}
