using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Radzen;
using Tasker.Tests.Support;
using Tasker.Web.Components.Dev;
using Tasker.Web.Components.Layout;
using Tasker.Web.Hosting;
using Xunit;

namespace Tasker.Tests.Web.Components;

[Trait("Feature", "F146")]
public class MainLayoutTests : ConsoleContext
{
    [Theory]
    [InlineData("Production", EnvironmentTone.Auto, "tone-critical")]
    [InlineData("Staging", EnvironmentTone.Auto, "tone-caution")]
    [InlineData("Development", EnvironmentTone.Auto, "tone-calm")]
    [InlineData("Development", EnvironmentTone.Critical, "tone-critical")]
    public void Environment_IsSaidInWordsAndColour(string host, EnvironmentTone tone, string css)
    {
        var environment = Layout(host, new ConsoleOptions { Tone = tone }).Find(".environment");
        Assert.Equal(host, environment.TextContent);
        Assert.Contains(css, environment.ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void Environment_OwnWords_ReplaceTheHostName() =>
        Assert.Equal("Production EU", Layout("Production", new ConsoleOptions { Environment = "Production EU" }).Find(".environment").TextContent);

    [Fact]
    public void Navigation_ShowsEveryEntryAndTheWayToANewTask()
    {
        var layout = Layout();
        Assert.Equal(NavEntries.All.Select(e => e.Href), layout.FindAll(".sidenav li a").Select(a => a.GetAttribute("href")));
        Assert.Equal("/tasks/new", layout.Find(".new-task").GetAttribute("href"));
    }

    [Fact]
    public async Task Drawer_EscapeKey_ClosesIt()
    {
        var layout = Layout();
        await layout.ClickAsync(".nav-toggle");
        await layout.WaitForAssertionAsync(() => Assert.Equal("true", layout.Find(".nav-toggle").GetAttribute("aria-expanded")));
        await layout.KeyDownAsync(".shell", "Escape");
        await layout.WaitForAssertionAsync(() => Assert.Equal("false", layout.Find(".nav-toggle").GetAttribute("aria-expanded")));
    }

    [Theory]
    [InlineData("a b&c=%", "/tasks?q=a%20b%26c%3D%25")]
    [InlineData("  ", "/tasks")]
    public async Task Search_Submitted_GoesToTheListWithTheTextEscaped(string text, string address)
    {
        var layout = Layout();
        await layout.ChangeAsync(".search input", text);
        await layout.SubmitAsync(".search");
        Assert.EndsWith(address, Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_Box_ShowsWhatTheAddressAsks()
    {
        var layout = Layout();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/tasks?q=state%3Aerror");
        await layout.WaitForAssertionAsync(() => Assert.Equal("state:error", layout.Find(".search input").GetAttribute("value")));
    }

    [Fact]
    public async Task Page_ThatFails_LeavesTheShellAndTheNextPageAlive()
    {
        var layout = Layout(body: b => { b.OpenComponent<Faulty>(0); b.CloseComponent(); });
        Assert.Contains("This page could not be shown", layout.Markup, StringComparison.Ordinal);
        layout.Render(p => p.Add(l => l.Body, "<p id=next>fine</p>"));
        Services.GetRequiredService<NavigationManager>().NavigateTo("/next");
        await layout.WaitForAssertionAsync(() => Assert.Equal("fine", layout.Find("#next").TextContent));
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Development", false)]
    public void Gallery_OutsideDevelopment_DoesNotExist(string host, bool missing)
    {
        Register(host, new ConsoleOptions());
        var notFound = false;
        Services.GetRequiredService<NavigationManager>().OnNotFound += (_, _) => notFound = true;
        var page = Render<GalleryPage>();
        Assert.Equal(missing, notFound);
        Assert.Equal(missing, page.FindAll(".gallery").Count == 0);
    }

    private IRenderedComponent<MainLayout> Layout(string host = "Production", ConsoleOptions? options = null, RenderFragment? body = null)
    {
        Register(host, options ?? new ConsoleOptions());
        return Render<MainLayout>(p => p.Add(l => l.Body, body ?? (b => b.AddMarkupContent(0, "<h1>Page</h1>"))));
    }

    private void Register(string host, ConsoleOptions options)
    {
        Services.AddRadzenCookieThemeService();
        Services.AddSingleton<IHostEnvironment>(new NamedEnvironment(host));
        Services.AddSingleton(Options.Create(options));
    }

    private sealed class NamedEnvironment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Tasker.Web";

        public string ContentRootPath { get; set; } = "/";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
