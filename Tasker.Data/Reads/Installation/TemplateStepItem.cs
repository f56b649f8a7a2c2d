namespace Tasker.Data.Reads;

/// <summary>A step of a template version as the engine uses it.</summary>
/// <param name="No">Number in the template, from 0.</param>
/// <param name="Name">Name.</param>
/// <param name="Callable">The handler's name.</param>
/// <param name="IsInitial">True when it is created with the task.</param>
/// <param name="Waits">Number of parents among the initial steps.</param>
/// <param name="MaxAttempts">Executions allowed.</param>
/// <param name="Retryable">False: a failure is final.</param>
/// <param name="Level">Topological level, 0 for roots.</param>
public sealed record TemplateStepItem(
    int No, string Name, string Callable, bool IsInitial, int Waits, int MaxAttempts, bool Retryable, int Level);
