namespace Tasker.Data.Pauses;

/// <summary>Who wants something paused or resumed, and why. Everything in it was validated.</summary>
/// <param name="CommandId">Key of the audit row, a UUIDv7; a pause that it makes has the same key.</param>
/// <param name="Target">What.</param>
/// <param name="Actor">Who, as <c>user:name</c>, or <c>engine</c>; at most 128 characters.</param>
/// <param name="Reason">Why; at most 1000 characters.</param>
/// <param name="IdempotencyKey">The caller's key, at most 128 characters; null: none.</param>
public sealed record PauseAct(Guid CommandId, PauseTarget Target, string Actor, string Reason, string? IdempotencyKey);
