using Tasker.Data.Workflow;

namespace Tasker.Runtime.StateMachines;

/// <summary>One row of the step's transition table.</summary>
internal sealed record StepMove(StepState From, StepEvent Event, StepState To, StepGuard Guard, bool OperatorOnly);
