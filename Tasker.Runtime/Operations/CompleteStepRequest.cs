namespace Tasker.Runtime.Operations;

/// <summary>A person asks for a step to be completed with a result that its children can read.</summary>
public sealed record CompleteStepRequest : StepActRequest
{
    /// <summary>The result: any JSON value within the limits of <see cref="Identity.JsonLimits"/>.</summary>
    public required string ResultJson { get; init; }
}
