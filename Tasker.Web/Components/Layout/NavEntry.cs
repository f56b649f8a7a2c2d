namespace Tasker.Web.Components.Layout;

/// <summary>One line of the navigation.</summary>
/// <param name="Title">What it says.</param>
/// <param name="Href">Where it leads; pages below it count as being there.</param>
/// <param name="Icon">A name that <see cref="Shared.Icons"/> draws.</param>
public sealed record NavEntry(string Title, string Href, string Icon);
