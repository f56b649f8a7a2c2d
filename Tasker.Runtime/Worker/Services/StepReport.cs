using Tasker.Data.Flow;
using Tasker.Runtime.Worker.Handlers;

namespace Tasker.Runtime.Worker.Services;

/// <summary>What came of an attempt, before anything was decided about it.</summary>
/// <param name="Step">The attempt.</param>
/// <param name="Outcome">What the handler said, or what is said in its place.</param>
/// <param name="Elapsed">How long the handler ran.</param>
/// <param name="Transaction">The handler's own writes, to be committed with the result; null when it made none.</param>
internal sealed record StepReport(ClaimedStep Step, StepOutcome Outcome, TimeSpan Elapsed, StepTransaction? Transaction);
