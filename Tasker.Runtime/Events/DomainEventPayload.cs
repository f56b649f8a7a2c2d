using System.Text.Json;

namespace Tasker.Runtime.Events;

/// <summary>What an event tells.</summary>
/// <param name="TaskSequenceStep">The step and its attempt.</param>
/// <param name="ExecutionResult">How the attempt ended.</param>
/// <param name="Payload">The business payload, which the declared schema describes: the step's result, or the failure.</param>
public sealed record DomainEventPayload(DomainEventStep TaskSequenceStep, DomainEventResult ExecutionResult, JsonElement Payload);

/// <summary>The step of an event.</summary>
/// <param name="Name">The step's name in the template.</param>
/// <param name="Callable">Its handler.</param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="MaxAttempts">Attempts allowed.</param>
public sealed record DomainEventStep(string Name, string Callable, int Attempt, int MaxAttempts);

/// <summary>How the attempt of an event ended.</summary>
/// <param name="Success">True for a success.</param>
/// <param name="WillRetry">True for a failure that is tried again.</param>
/// <param name="ExecutionTimeMs">How long the handler ran, in milliseconds.</param>
public sealed record DomainEventResult(bool Success, bool WillRetry, double ExecutionTimeMs);
