namespace Tasker.Runtime.Worker.Handlers;

/// <summary>A handler under the name that templates call it by.</summary>
/// <param name="Callable">The name.</param>
/// <param name="HandlerType">A class that implements <see cref="IStepHandler"/>, made per execution; null for a function.</param>
/// <param name="Function">A function; null for a class.</param>
public sealed record HandlerRegistration(string Callable, Type? HandlerType, Func<StepContext, CancellationToken, Task<StepOutcome>>? Function);
