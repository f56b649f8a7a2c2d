namespace Tasker.Web.Components.Tasks.Acts;

/// <summary>What a person gave with an act on a task.</summary>
/// <param name="Reason">Why.</param>
/// <param name="ContextJson">Another input for a new run; null: the same.</param>
/// <param name="PauseFor">How long a pause lasts; null: until somebody resumes it.</param>
/// <param name="Priority">The new priority.</param>
public sealed record TaskActInput(string Reason, string? ContextJson = null, TimeSpan? PauseFor = null, int Priority = 0);
