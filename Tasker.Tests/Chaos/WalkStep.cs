using Tasker.Data.Workflow;

namespace Tasker.Tests.Chaos;

/// <summary>A step as a person sees it.</summary>
internal sealed record WalkStep(StepId Id, TaskState TaskState, string Name, StepState State);
