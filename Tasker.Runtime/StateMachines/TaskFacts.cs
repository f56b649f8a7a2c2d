using Tasker.Runtime.Orchestration.Readiness;

namespace Tasker.Runtime.StateMachines;

/// <summary>What the guards of a task look at.</summary>
/// <param name="Counters">The task's steps by what they do, read in the same transaction as the state.</param>
/// <param name="ByOperator">True when a person (or an API client in a person's name) asks for the move.</param>
internal readonly record struct TaskFacts(TaskCounters Counters, bool ByOperator);
