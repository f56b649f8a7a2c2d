using Tasker.Data.Workflow;

namespace Tasker.Runtime.StateMachines;

/// <summary>One row of the task's transition table.</summary>
internal sealed record TaskMove(TaskState From, TaskEvent Event, TaskState To, TaskGuard Guard, bool OperatorOnly);
