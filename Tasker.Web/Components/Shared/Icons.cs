using System.Collections.Frozen;

namespace Tasker.Web.Components.Shared;

/// <summary>The console's line drawings, 24 × 24, in the current colour. Inline, so that nothing flickers in after a font.</summary>
internal static class Icons
{
    private static readonly FrozenDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["tasks"] = "M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M12 6h8M12 12h8M12 18h8",
        ["templates"] = "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
        ["workers"] = "M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01M11 8h6M11 16h6",
        ["now"] = "M12 3l9 16H3zM12 10v4M12 16.5v.1",
        ["steps"] = "M4 18h4v-4h4v-4h4V6h4",
        ["failures"] = "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.1",
        ["queues"] = "M4 6h16M4 10h16M4 14h10M4 18h6",
        ["operations"] = "M12 3a9 9 0 1 1-9 9M3 5v4h4M12 8v4l3 2",
        ["settings"] = "M5 7h8M17 7h2M5 17h2M11 17h8M15 5v4M9 15v4",
        ["search"] = "M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14zM16.2 16.2L21 21",
        ["copy"] = "M9 9h11v11H9zM5 15H4V4h11v1",
        ["check"] = "M5 12.5l4.5 4.5L19 7.5",
        ["close"] = "M6 6l12 12M18 6L6 18",
        ["plus"] = "M12 5v14M5 12h14",
        ["minus"] = "M5 12h14",
        ["menu"] = "M4 7h16M4 12h16M4 17h16",
        ["sun"] = "M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4",
        ["moon"] = "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
        ["chevron-left"] = "M15 5l-7 7l7 7",
        ["chevron-right"] = "M9 5l7 7l-7 7",
        ["chevron-down"] = "M5 9l7 7l7-7",
        ["download"] = "M12 4v11M7 11l5 5l5-5M5 20h14",
        ["fit"] = "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
        ["follow"] = "M12 7a5 5 0 1 1 0 10a5 5 0 0 1 0-10zM12 2v5M12 17v5M2 12h5M17 12h5",
        ["lock"] = "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
        ["clock"] = "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM12 7v5l3.5 2",
        ["filter"] = "M4 5h16l-6 7.5V19l-4-2v-4.5z",
        ["signal"] = "M4 12a8 8 0 0 1 4-6.9M16 5.1A8 8 0 0 1 20 12M12 12v.1M8.5 12a3.5 3.5 0 0 1 7 0M4 20L20 4",
        ["empty"] = "M4 13l3-8h10l3 8v6H4zM4 13h5l1.5 2.5h3L15 13h5",
        ["alert"] = "M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18zM12 7.5v5.5M12 16v.1",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The path of an icon; a name that is not drawn is a mistake of the programmer's.</summary>
    public static string Path(string name) => Paths[name];
}
