namespace Tasker.Data.DeadLetters;

/// <summary>What became of an entry: the stable texts of database and API.</summary>
public static class DeadLetterResolutions
{
    /// <summary>Nobody decided yet.</summary>
    public const string Pending = "pending";

    /// <summary>The task was repaired, or goes on.</summary>
    public const string ManuallyResolved = "manually_resolved";

    /// <summary>The task will not be repaired.</summary>
    public const string PermanentlyFailed = "permanently_failed";

    /// <summary>The investigation was not needed.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Pending, ManuallyResolved, PermanentlyFailed, Cancelled];

    /// <summary>Those that end an entry. It is never opened again; a new episode makes a new one.</summary>
    public static IReadOnlyList<string> Final { get; } = [ManuallyResolved, PermanentlyFailed, Cancelled];
}
