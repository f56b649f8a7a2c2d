namespace Tasker.Runtime.Maintenance;

/// <summary>A background loop of a node.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Running">False while it waits to be begun again.</param>
/// <param name="Restarts">How often it was begun again since the start of the process.</param>
/// <param name="LastError">The kind of the last unexpected end; null when there was none.</param>
public sealed record LoopSnapshot(string Name, bool Running, int Restarts, string? LastError);
