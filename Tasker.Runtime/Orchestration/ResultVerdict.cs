using Tasker.Data.Workflow;

namespace Tasker.Runtime.Orchestration;

/// <summary>What became of an attempt's result.</summary>
/// <param name="Accepted">False: the attempt was no longer this node's, the result changed nothing.</param>
/// <param name="Outcome">What was decided: Complete, WaitingForRetry or Error.</param>
internal readonly record struct ResultVerdict(bool Accepted, StepState Outcome);
