using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Data.Workflow;
using Tasker.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Tasker.Tests.Web.Browser;

/// <summary>From the list of dead letters to a task that runs again, in a real browser against the whole product.</summary>
[Trait("Category", "Browser")]
public sealed class TriageFlowTests(ConsoleServer server, Support.Browser browser) : IClassFixture<ConsoleServer>, IClassFixture<Support.Browser>
{
    [Fact]
    [Trait("Feature", "F120")]
    [Trait("Feature", "F121")]
    public async Task DeadLetter_RequeuedFromTheConsole_EntryClosesAndTaskCompletes()
    {
        var (task, entry) = await EnteredAsync("somebody should look at this");
        server.ChargingFails(false);
        var page = await OpenAsync("/failures/dead-letters");
        await page.Locator($"a[href='/failures/dead-letters/{entry}']").ClickAsync();
        await Expect(page.Locator(".message")).ToContainTextAsync("the card was declined");

        await page.GetByRole(AriaRole.Button, new() { Name = "Requeue" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("bank said the outage is over");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Requeue" }).ClickAsync();

        await Expect(page.Locator(".page-badges .chip")).ToContainTextAsync("Resolved by hand");
        await Expect(page.Locator(".notes")).ToContainTextAsync("bank said the outage is over");
        await page.GetByRole(AriaRole.Link, new() { Name = "Follow the task" }).ClickAsync();
        await Expect(page.Locator(".page-badges .chip")).ToContainTextAsync("Done");
        Assert.Equal("manually_resolved", (await server.Services.GetRequiredService<DeadLetterBrowser>().OfTaskAsync(task, default))!.Item.Resolution);
    }

    [Fact]
    [Trait("Feature", "F120")]
    public async Task DeadLetter_ByKeyboardOnly_IsOpenedAndResolved()
    {
        await EnteredAsync("to be decided by keyboard");
        var page = await OpenAsync("/failures/dead-letters");
        await Expect(page.Locator("tbody tr[data-row]").First).ToBeVisibleAsync();
        // The keys work from the moment the page has come to life.
        await TaskerHarness.UntilAsync(
            async () =>
            {
                await page.Keyboard.PressAsync("j");
                return await page.EvaluateAsync<bool>("() => document.activeElement?.matches('[data-row-link]') === true");
            },
            isOnRow => isOnRow);
        await page.Keyboard.PressAsync("Enter");
        var resolve = page.GetByRole(AriaRole.Button, new() { Name = "Resolve", Exact = true });
        await Expect(resolve).ToBeEnabledAsync();
        await resolve.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(resolve).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Reason")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("the customer went elsewhere");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".page-badges .chip")).ToContainTextAsync("Given up");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        // The button is not usable any more; the focus stays beside it.
        await Expect(page.Locator(".page-header :focus")).ToHaveCountAsync(1);
    }

    private async Task<(TaskId Task, Guid Entry)> EnteredAsync(string reason)
    {
        server.ChargingFails(true);
        var task = await server.SubmitAsync();
        await TaskerHarness.UntilAsync(
            async () => (await server.Services.GetRequiredService<TaskBrowser>().GetAsync(task, default))!.Header.Summary.State,
            s => s == TaskState.BlockedByFailures.Text());
        var made = await server.Services.GetRequiredService<EnterDeadLetter>().HandleAsync(
            new EnterDeadLetterRequest { TaskId = task, Actor = "user:ana", Reason = reason }, default);
        return (task, made.EntryId!.Value);
    }

    private async Task<IPage> OpenAsync(string path)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(server.Address, path).ToString());
        return page;
    }
}
