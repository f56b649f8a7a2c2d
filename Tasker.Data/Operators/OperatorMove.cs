using System.Collections.Immutable;

namespace Tasker.Data.Operators;

/// <summary>From which state an act is possible, and which states it then passes through.</summary>
/// <param name="From">The number of the state (<see cref="Workflow.StepState"/> or <see cref="Workflow.TaskState"/>, by the act's scope).</param>
/// <param name="Path">
/// All states, the one left first, the one reached last. For <see cref="OperatorScope.Step"/> a path that ends in pending goes on to
/// enqueued by itself when no parent is missing; likewise the step that <see cref="OperatorScope.Downstream"/> begins with; for <see cref="OperatorScope.FailedSteps"/> it is not used.
/// </param>
public sealed record OperatorMove(short From, ImmutableArray<byte> Path);
