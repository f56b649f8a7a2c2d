using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tasker.Runtime.Live;
using Tasker.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Tasker.Tests.Web.Browser;

/// <summary>The console as a person uses it, in a real browser against the whole product.</summary>
[Trait("Category", "Browser")]
public sealed class TaskFlowTests(ConsoleServer server, Support.Browser browser) : IClassFixture<ConsoleServer>, IClassFixture<Support.Browser>
{
    [Fact]
    [Trait("Feature", "F142")]
    public async Task SubmitInConsole_HandlerReleased_CompletesLiveWithoutReload()
    {
        server.ChargingFails(false);
        server.HoldCharging();
        var page = await OpenAsync("/tasks/new");
        await page.GetByRole(AriaRole.Link, new() { Name = "order_flow" }).ClickAsync();
        await page.GetByLabel("Order id *").FillAsync("A-2001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Start task" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "order_flow", Level = 1 })).ToBeVisibleAsync();
        await Expect(Row(page, "charge_card")).ToContainTextAsync("Running");
        await Expect(Row(page, "ship_order")).ToContainTextAsync("waits for charge_card");
        await page.EvaluateAsync("() => window.sameDocument = true");
        server.ReleaseCharging();

        await Expect(page.Locator(".page-badges .chip")).ToContainTextAsync("Done");
        await Expect(Row(page, "ship_order")).ToContainTextAsync("Done");
        Assert.True(await page.EvaluateAsync<bool>("() => window.sameDocument === true"));
    }

    [Fact]
    [Trait("Feature", "F141")]
    public async Task FailedStep_RetriedWithReason_CompletesAndKeepsTheReason()
    {
        server.ChargingFails(true);
        var task = await server.SubmitAsync();
        var page = await OpenAsync($"/tasks/{task}");
        await Expect(page.Locator(".banner")).ToContainTextAsync("the card was declined");
        await Expect(page.Locator(".step-head h2")).ToHaveTextAsync("charge_card");

        server.ChargingFails(false);
        var acts = page.GetByRole(AriaRole.Group, new() { Name = "Actions on charge_card" });
        await acts.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("bank said the outage is over");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true }).ClickAsync();

        // The toast first: it leaves after ten seconds.
        await Expect(page.Locator(".toast").First).ToContainTextAsync("Retry of charge_card: done");
        await Expect(page.Locator(".page-badges .chip")).ToContainTextAsync("Done");
        await page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
        await Expect(page.GetByText("bank said the outage is over").First).ToBeVisibleAsync();
    }

    [Fact]
    [Trait("Feature", "F140")]
    public async Task OpenList_TaskStartsElsewhere_AnnouncedAndShownOnClickOnly()
    {
        server.ChargingFails(false);
        await server.SubmitAsync("A-3001");
        // A feed that only begins with the page would have a gap where the new task is, and what falls into a gap is not announced.
        var feed = server.Services.GetRequiredService<ILiveFeed>();
        await using var watching = feed.Subscribe(new LiveInterest.TaskList());
        await TaskerHarness.UntilAsync(() => Task.FromResult(feed.Freshness.State), s => s == LiveFeedState.Live);
        var page = await OpenAsync("/tasks");
        await Expect(page.Locator("tbody tr").First).ToBeVisibleAsync();
        await Expect(page.Locator(".live-light")).ToBeVisibleAsync();
        var shown = await page.Locator("tbody tr").CountAsync();

        await server.SubmitAsync("A-3002");

        var badge = page.GetByRole(AriaRole.Button, new() { Name = "1 new" });
        await Expect(badge).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(shown);
        await badge.ClickAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(shown + 1);
        // The keys are heard once their script is there.
        await TaskerHarness.UntilAsync(
            async () =>
            {
                await page.Keyboard.PressAsync("j");
                return await page.EvaluateAsync<bool>("() => document.activeElement.closest('[data-row]') !== null");
            },
            inList => inList);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "order_flow", Level = 1 })).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string step) => page.Locator(".section tbody tr", new() { HasText = step }).Filter(new() { Has = page.GetByRole(AriaRole.Button, new() { Name = step, Exact = true }) });

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        return page;
    }
}
