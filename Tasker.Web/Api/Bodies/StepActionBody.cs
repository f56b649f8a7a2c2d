using System.Text.Json;

namespace Tasker.Web.Api.Bodies;

/// <summary>What a person wants done to a step (R§10.3).</summary>
internal sealed record StepActionBody
{
    public string? ActionType { get; init; }

    public string? Reason { get; init; }

    public string? ResetBy { get; init; }

    public string? ResolvedBy { get; init; }

    public string? CompletedBy { get; init; }

    public string? FailedBy { get; init; }

    public string? ExpectedState { get; init; }

    public string? IdempotencyKey { get; init; }

    public CompletionBody? CompletionData { get; init; }

    public string? SkippedBy { get; init; }

    /// <summary>What the step is to work on from now on.</summary>
    public JsonElement? Inputs { get; init; }
}

/// <summary>The result of a step that is completed by hand.</summary>
internal sealed record CompletionBody
{
    public JsonElement? Result { get; init; }

    public JsonElement? Metadata { get; init; }
}
