namespace Tasker.Web.Components.Failures;

/// <summary>What a person gave with an act on a dead letter.</summary>
/// <param name="Notes">Why, or what was found.</param>
/// <param name="Resolution">How it is closed; null when it is not.</param>
public sealed record DeadLetterInput(string Notes, string? Resolution);
