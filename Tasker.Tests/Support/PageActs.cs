// The only place where bUnit's own triggers may be used; see BannedSymbols.txt.
#pragma warning disable RS0030
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace Tasker.Tests.Support;

/// <summary>
/// What a person does on a page. Each act waits until its element is there, finds it anew in the same turn of the renderer in which the event
/// is raised, so that nothing is rendered in between, and ends when the handler has ended. bUnit's own triggers do neither: the synchronous ones
/// return before the handler has run when the renderer is busy in another thread, and an element found earlier may be stale.
/// </summary>
internal static class PageActs
{
    public static Task ClickAsync<T>(this IRenderedComponent<T> page, string css)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.ClickAsync());

    /// <summary>Clicks the only button with this text, on the whole page or within an element.</summary>
    public static Task ClickButtonAsync<T>(this IRenderedComponent<T> page, string text, string within = "")
        where T : IComponent => page.ActAsync(() => page.Button(text, within), e => e.ClickAsync());

    public static Task InputAsync<T>(this IRenderedComponent<T> page, string css, string value)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.InputAsync(value));

    public static Task ChangeAsync<T, TValue>(this IRenderedComponent<T> page, string css, TValue value)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.ChangeAsync(value));

    public static Task SubmitAsync<T>(this IRenderedComponent<T> page, string css)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.SubmitAsync());

    public static Task KeyDownAsync<T>(this IRenderedComponent<T> page, string css, string key)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.KeyDownAsync(key));

    /// <summary>Raises an event that has no act of its own here, such as <c>oncancel</c>.</summary>
    public static Task RaiseAsync<T>(this IRenderedComponent<T> page, string css, string name)
        where T : IComponent => page.ActAsync(() => page.Find(css), e => e.TriggerEventAsync(name, EventArgs.Empty));

    /// <summary>The only button with this text; it must be there.</summary>
    public static IElement Button<T>(this IRenderedComponent<T> page, string text, string within = "")
        where T : IComponent => page.FindAll($"{within} button").Single(b => b.TextContent.Trim() == text);

    private static async Task ActAsync<T>(this IRenderedComponent<T> page, Func<IElement> find, Func<IElement, Task> act)
        where T : IComponent
    {
        await page.WaitForAssertionAsync(() => find());
        await page.InvokeAsync(() => act(find()));
    }
}
