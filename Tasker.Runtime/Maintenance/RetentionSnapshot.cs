namespace Tasker.Runtime.Maintenance;

/// <summary>What this node's retention deleted since its start.</summary>
/// <param name="Runs">Runs made.</param>
/// <param name="Tasks">Tasks.</param>
/// <param name="Steps">Their steps.</param>
/// <param name="History">Their rows of history.</param>
/// <param name="Messages">Archived messages.</param>
public sealed record RetentionSnapshot(long Runs, long Tasks, long Steps, long History, long Messages);
