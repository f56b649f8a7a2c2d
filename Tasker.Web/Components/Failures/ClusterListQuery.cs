namespace Tasker.Web.Components.Failures;

/// <summary>What the list of clusters was asked, as it stands in the address.</summary>
/// <param name="Status">open, muted or resolved; null: all.</param>
/// <param name="Template">A template as <c>namespace/name</c>; null for all.</param>
/// <param name="OnlyOpen">True: only those with steps that are still failed.</param>
/// <param name="Cursor">The page; null for the newest.</param>
internal sealed record ClusterListQuery(string? Status = null, string? Template = null, bool OnlyOpen = false, string? Cursor = null)
{
    /// <summary>True when nothing narrows the list.</summary>
    public bool IsEverything => this is { Status: null, Template: null, OnlyOpen: false };

    /// <summary>The address of this list.</summary>
    public string Href => FailureLinks.With(FailureLinks.Clusters, ("status", Status), ("template", Template), ("open", OnlyOpen ? "true" : null), ("cursor", Cursor));

    /// <summary>The same question in the words of the reader.</summary>
    public Data.Failures.ClusterQuery ToQuery()
    {
        var template = Template?.Split('/', 2);
        return new Data.Failures.ClusterQuery(Status, template is [var ns, _] ? ns : null, template is [_, var name] ? name : template?[0], OnlyOpen);
    }
}
