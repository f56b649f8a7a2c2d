using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data;
using Tasker.Data.Schema;
using Tasker.Runtime.Engine;
using Tasker.Runtime.Queries;
using Tasker.Runtime.Templates;
using Tasker.Tests.Support;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Templates;
using Tasker.Web.Components.Workers;
using Tasker.Web.Live;
using Tasker.Web.Security;
using Xunit;

namespace Tasker.Tests.Web.Templates;

/// <summary>The pages over a real database, each test with a template of its own.</summary>
[Trait("Feature", "F142")]
public sealed class TemplatePagesTests : ConsoleContext, IClassFixture<TemplatePagesTests.Database>
{
    private readonly TemplateStore _store;

    public TemplatePagesTests(Database database)
    {
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        Services.AddSingleton(database.Source);
        Services.AddSingleton(new EngineOptions());
        Services.AddScoped<CurrentUser>();
        Services.AddTaskerQueries();
        Services.AddTaskerTemplates();
        Services.AddSingleton(new FiguresFeed(() => null, Clock));
        _store = Services.GetRequiredService<TemplateStore>();
    }

    [Fact]
    public async Task List_PublishedTemplate_StandsUnderItsNamespaceAndIsFound()
    {
        await PublishAsync("listed", "1.0.0");
        await PublishAsync("listed", "1.1.0");
        var page = Render<TemplatesPage>();
        await page.WaitForAssertionAsync(() =>
        {
            var row = page.FindAll("tbody tr").Single(r => r.TextContent.Contains("listed"));
            Assert.Equal(["1.1.0", "1.1.0", "2", "2"], row.QuerySelectorAll("td").Skip(1).Take(4).Select(c => c.TextContent));
        });
        await page.InputAsync("input[type=search]", "no such thing");
        await page.WaitForAssertionAsync(() => Assert.Contains("hidden by the search", page.Markup));
        Assert.EndsWith("?q=no%20such%20thing", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public async Task Detail_OlderVersion_CanBecomeTheDefaultWithAReason()
    {
        await PublishAsync("defaulted", "1.0.0");
        await PublishAsync("defaulted", "2.0.0");
        Services.GetRequiredService<NavigationManager>().NavigateTo("/templates/pages/defaulted?version=1.0.0");
        var page = Render<TemplatePage>(p => p.Add(t => t.Ns, "pages").Add(t => t.Name, "defaulted"));
        await page.ClickButtonAsync("Make default");
        await page.InputAsync("dialog textarea", "1.0.0 is the one that works");
        await page.SubmitAsync("dialog form");
        await page.WaitForAssertionAsync(() => Assert.Equal(2, page.FindAll(".tag").Count));
        Assert.Equal("1.0.0", (await Services.GetRequiredService<TemplateBrowser>().GetAsync("pages", "defaulted", null, default))!.Version.Version);
    }

    [Fact]
    public async Task Editor_TextChanged_MarksPlacesAndDrawsWhatThereIs()
    {
        var page = Render<TemplateEditorPage>();
        await TypeAsync(page, Text("typed", "1.0.0").Replace("[first]", "[fisrt]"));
        await page.WaitForAssertionAsync(() =>
        {
            Assert.Equal("7:36", page.Find(".is-error .editor-place").TextContent);
            Assert.True(page.Button("Publish…").HasAttribute("disabled"));
            Assert.Equal(2, page.FindAll("svg .name").Count);
        });
    }

    [Fact]
    public async Task Editor_TakenVersion_OffersTheNextAndPublishesIt()
    {
        await PublishAsync("taken", "1.0.0");
        var page = Render<TemplateEditorPage>();
        await TypeAsync(page, Text("taken", "1.0.0") + "\n# changed\n");
        await page.InvokeAsync(() => page.Instance.OpenDialogAsync());
        await page.ClickButtonAsync("Publish");
        await page.WaitForAssertionAsync(() => Assert.Contains("published with another text", page.Find(".conflict").TextContent));
        await page.ClickButtonAsync("Use 1.0.1 instead");
        await page.ClickButtonAsync("Publish");
        await page.WaitForAssertionAsync(() => Assert.EndsWith("/templates/pages/taken?version=1.0.1", Services.GetRequiredService<NavigationManager>().Uri));
        Assert.Contains("taken 1.0.1 is published", Assert.Single(Services.GetRequiredService<Toasts>().Shown).Text);
    }

    [Fact]
    public async Task Editor_UnknownKey_MustBeConfirmed()
    {
        var page = Render<TemplateEditorPage>();
        await TypeAsync(page, Text("warned", "1.0.0") + "\nextra_key: 1\n");
        await page.InvokeAsync(() => page.Instance.OpenDialogAsync());
        await page.WaitForAssertionAsync(() => Assert.True(page.Button("Publish").HasAttribute("disabled")));
        await page.ChangeAsync(".warnings input", true);
        await page.WaitForAssertionAsync(() => Assert.False(page.Button("Publish").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Workers_NoNode_SaysSo()
    {
        var page = Render<WorkersPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("No node has registered", page.Markup));
    }

    private static Task TypeAsync(IRenderedComponent<TemplateEditorPage> page, string text) =>
        page.InvokeAsync(() => page.FindComponent<CodeEditor>().Instance.ValueChanged.InvokeAsync(text));

    private async Task PublishAsync(string name, string version) =>
        Assert.IsType<PublishOutcome.Published>(await _store.PublishAsync(new PublishRequest(Text(name, version), "user:test"), default));

    private static string Text(string name, string version) => $$"""
        name: {{name}}
        namespace_name: pages
        version: "{{version}}"

        steps:
          - { name: first, handler: { callable: x.first } }
          - { name: second, dependencies: [first], handler: { callable: x.second } }
        """;

    /// <summary>A database with the schema.</summary>
    public sealed class Database : TestDatabase
    {
        /// <summary>Its pools.</summary>
        public TaskerDataSource Source { get; private set; } = null!;

        /// <inheritdoc/>
        protected override async Task PrepareAsync()
        {
            Source = TaskerDataSource.Create(ConnectionString, new TaskerDataOptions());
            await SchemaInstaller.InstallAsync(Source.Engine, default);
        }

        /// <inheritdoc/>
        protected override async Task CleanUpAsync() => await Source.DisposeAsync();
    }
}
