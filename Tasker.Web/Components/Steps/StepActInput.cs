namespace Tasker.Web.Components.Steps;

/// <summary>What a person gave with an act.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Json">The result or the inputs; null when the act has none.</param>
public sealed record StepActInput(string Reason, string? Json);
