namespace Tasker.Data.Templates;

/// <summary>What came of storing a template version.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="TemplateId">The version's number: the new one, or the one that was there.</param>
/// <param name="TemplateUuid">Its public id.</param>
public sealed record StoreResult(StoreOutcome Outcome, int TemplateId, Guid TemplateUuid);

/// <summary>What happened to a template version that was to be stored.</summary>
public enum StoreOutcome
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>The same text was there already; nothing changed.</summary>
    Unchanged,

    /// <summary>The version exists with another text; nothing changed.</summary>
    Conflict,
}
