using Tasker.Data.Workflow;

namespace Tasker.Data.Reads;

/// <summary>A running step that says how far it is and has not for long.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Name">Its name.</param>
/// <param name="Node">The node that runs it.</param>
/// <param name="LastSign">When it last made progress: its start, a checkpoint, or a report.</param>
public sealed record StalledStep(StepId StepId, string Name, int Node, DateTimeOffset LastSign);
