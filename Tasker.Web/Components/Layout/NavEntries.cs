namespace Tasker.Web.Components.Layout;

/// <summary>The navigation, in order. An entry stands here from the day its page exists; the first is where <c>/</c> leads.</summary>
public static class NavEntries
{
    /// <summary>Every entry.</summary>
    public static IReadOnlyList<NavEntry> All { get; } =
    [
        new("Tasks", "/tasks", "tasks"),
        new("Failures", "/failures", "failures"),
        new("Workers", "/workers", "workers"),
        new("Templates", "/templates", "templates"),
    ];
}
