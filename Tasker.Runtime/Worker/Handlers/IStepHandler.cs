namespace Tasker.Runtime.Worker.Handlers;

/// <summary>
/// Executes steps. Register with <c>services.AddTasker().AddHandler&lt;T&gt;("callable")</c>; an instance is made per execution, from a
/// scope of its own. A step may run more than once (a process can die after the work and before the result): make the work
/// idempotent by <see cref="StepContext.IdempotencyKey"/>, or write it through <see cref="StepContext.BeginTransactionAsync"/>.
/// </summary>
public interface IStepHandler
{
    /// <summary>Executes one attempt of one step.</summary>
    /// <param name="context">What the step works on.</param>
    /// <param name="ct">Cancelled at the step's timeout, when the task is cancelled, and when the node lost its lease.</param>
    /// <returns>What came of it. An exception counts as a failure that may be retried, unless it is a <see cref="StepFailedException"/> that says otherwise.</returns>
    Task<StepOutcome> HandleAsync(StepContext context, CancellationToken ct);
}
