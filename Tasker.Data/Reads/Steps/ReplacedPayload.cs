namespace Tasker.Data.Reads;

/// <summary>A value of a step that an operator's act replaced.</summary>
/// <param name="What"><c>inputs</c>, <c>result</c> or <c>checkpoint</c>.</param>
/// <param name="Value">What it was; null: the step had no inputs of its own and worked on the task's context.</param>
/// <param name="Kind">The act, such as <c>step.retry_inputs</c>.</param>
/// <param name="By">Who, as <c>user:name</c>.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, database time.</param>
public sealed record ReplacedPayload(string What, Payload? Value, string Kind, string By, string? Reason, DateTimeOffset At);
