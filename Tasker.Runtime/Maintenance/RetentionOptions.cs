using System.ComponentModel.DataAnnotations;

namespace Tasker.Runtime.Maintenance;

/// <summary>How long finished tasks are kept. What is open is never deleted, however old it is.</summary>
public sealed class RetentionOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Tasker:Retention";

    /// <summary>Whether anything is deleted at all. Default false: nothing goes that nobody wanted to go.</summary>
    public bool Enabled { get; init; }

    /// <summary>Days from its end that a complete, cancelled or manually resolved task is kept. 1 to 36,500, default 30.</summary>
    [Range(1, 36_500)]
    public int KeepDays { get; init; } = 30;

    /// <summary>Days from its end that a task in error is kept, and archived messages are. 1 to 36,500, default 90.</summary>
    [Range(1, 36_500)]
    public int KeepErrorDays { get; init; } = 90;

    /// <summary>Time between two runs. 1 s to 1 day, default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Tasks in one transaction, at most. 1 to 5,000, default 200.</summary>
    [Range(1, 5000)]
    public int BatchTasks { get; init; } = 200;
}
