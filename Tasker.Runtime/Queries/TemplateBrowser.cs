namespace Tasker.Runtime.Queries;

/// <summary>What pages and the API ask about templates.</summary>
public sealed class TemplateBrowser
{
    /// <summary>All templates by namespace and name, at most 1,000, with their versions (at most 100 each).</summary>
    public Task<IReadOnlyList<TemplateSummary>> ListAsync(CancellationToken ct) => throw new NotSupportedException();

    /// <summary>One version; without one, the default. Null when there is none.</summary>
    public Task<TemplateDetail?> GetAsync(string ns, string name, string? version, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>One version by its number.</summary>
    public Task<TemplateDetail?> GetAsync(int templateId, CancellationToken ct) => throw new NotSupportedException();
}
