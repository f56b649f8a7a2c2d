using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Data.DeadLetters;
using Tasker.Data.Failures;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Tasker.Web.Components.Failures;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Tasks.Acts;
using Xunit;
using DeadLetterRow = Tasker.Web.Components.Failures.DeadLetterRow;

namespace Tasker.Tests.Web.Failures;

/// <summary>The pages about failures and the dialogs that mend them, against a real engine and database; only the browser is bUnit's.</summary>
public sealed class FailurePagesTests : PageContext, IClassFixture<ConsoleServer>
{
    private readonly ConsoleServer _server;

    public FailurePagesTests(ConsoleServer server)
    {
        _server = server;
        Services.AddScoped<Tasker.Web.Security.CurrentUser>();
        Services.AddScoped<TaskActSender>();
        Share<TimeProvider>();
        Share<ILiveFeed>();
        Share<TaskBrowser>();
        Share<StepBrowser>();
        Share<TemplateBrowser>();
        Share<DeadLetterBrowser>();
        Share<FailureBrowser>();
        Share<StalenessBrowser>();
        Share<RetryStep>();
        Share<RetryWithInputs>();
        Share<RetryDownstream>();
        Share<SkipStep>();
        Share<FailStep>();
        Share<ResolveStep>();
        Share<CompleteStep>();
        Share<CancelTask>();
        Share<RetryAllFailed>();
        Share<RerunTask>();
        Share<PauseWork>();
        Share<ResumeWork>();
        Share<ChangePriority>();
        Share<ResolveTask>();
        Share<EnterDeadLetter>();
        Share<RequeueDeadLetter>();
        Share<ResolveDeadLetter>();
        Share<CloseDeadLetters>();
        Share<SetFailureStatus>();
        Share<BulkTasks>();
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task DeadLetter_Resolved_ShowsWhoAndNotesAndOffersNothingMore()
    {
        var (task, entry) = await EnteredAsync();
        var page = Render<DeadLetterPage>(p => p.Add(d => d.Id, entry.ToString()));
        await page.ClickAsync(".page-actions button:not([disabled])");
        await page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnCancel.InvokeAsync());
        await page.ClickButtonAsync("Resolve", within: ".page-actions");

        await page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnConfirm.InvokeAsync("the customer paid by phone"));

        await page.WaitForAssertionAsync(() => Assert.Contains("the customer paid by phone", page.Find(".notes").TextContent, StringComparison.Ordinal));
        Assert.Contains("Resolved by hand", page.Find(".page-badges").TextContent, StringComparison.Ordinal);
        Assert.All(page.FindAll(".page-actions button"), b => Assert.True(b.HasAttribute("disabled")));
        Assert.Contains("A new failure makes a new entry", page.Find(".page-actions .hint").TextContent, StringComparison.Ordinal);
        Assert.Equal("user:local", (await Letters.OfTaskAsync(task, default))!.Item.ResolvedBy);
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task DeadLetter_DecidedByAnotherFirst_IsAConflictWithTheName()
    {
        var (_, entry) = await EnteredAsync();
        var page = Render<DeadLetterPage>(p => p.Add(d => d.Id, entry.ToString()));
        await page.WaitForElementAsync(".page-actions button:not([disabled])");
        await page.ClickButtonAsync("Resolve", within: ".page-actions");
        var dialog = page.FindComponent<ReasonDialog>();
        var other = new ResolveDeadLetterRequest { EntryId = entry, Actor = "user:ben", Notes = "done already", Resolution = DeadLetterResolutions.Cancelled };
        Assert.IsType<OperatorOutcome.Applied>(await Get<ResolveDeadLetter>().HandleAsync(other, default));

        await page.InvokeAsync(() => dialog.Instance.OnConfirm.InvokeAsync("too late for this"));

        await page.WaitForAssertionAsync(() => Assert.Contains("ben was first", Assert.Single(Get<Toasts>(Services).Shown).Text, StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Contains("Not needed", page.Find(".page-badges").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F119")]
    public async Task DeadLetters_FilteredAndEmpty_SayWhichOfTheTwo()
    {
        await EnteredAsync();
        var page = Render<DeadLettersPage>();
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("tbody tr[data-row]")));
        Assert.Contains("Put here by hand", page.Find("tbody tr[data-row]").TextContent, StringComparison.Ordinal);

        Get<NavigationManager>(Services).NavigateTo("/failures/dead-letters?reason=dependency_cycle_detected");
        var hidden = Render<DeadLettersPage>();
        await hidden.WaitForAssertionAsync(() => Assert.Contains("No entry fits", hidden.Find(".empty-state").TextContent, StringComparison.Ordinal));

        Get<NavigationManager>(Services).NavigateTo("/failures/dead-letters?reason=bad_luck");
        var wrong = Render<DeadLettersPage>();
        await wrong.WaitForAssertionAsync(() => Assert.Contains("bad_luck", wrong.Find(".empty-state").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F121")]
    public async Task DeadLetters_TickedAndClosed_LeaveTheQueue()
    {
        var (task, entry) = await EnteredAsync();
        var page = Render<DeadLettersPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains(page.FindComponents<DeadLetterRow>(), r => r.Instance.Item.EntryId == entry));
        await page.InvokeAsync(() => page.FindComponents<DeadLetterRow>().Single(r => r.Instance.Item.EntryId == entry).Instance.OnTick.InvokeAsync(true));
        await page.ClickButtonAsync("Close", within: ".bulk");

        await page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnConfirm.InvokeAsync("nothing to see here"));

        await page.WaitForAssertionAsync(() => Assert.DoesNotContain(page.FindComponents<DeadLetterRow>(), r => r.Instance.Item.EntryId == entry));
        Assert.Equal(DeadLetterResolutions.ManuallyResolved, (await Letters.OfTaskAsync(task, default))!.Item.Resolution);
    }

    [Fact]
    [Trait("Feature", "F124")]
    public async Task Limits_OpenTask_IsListedWithItsLimits()
    {
        await BlockedAsync();
        Get<NavigationManager>(Services).NavigateTo("/failures/limits?health=all");
        var page = Render<LimitsPage>();
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("tbody tr")));
        Assert.Contains("In time", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Contains("system", page.Find("tbody tr").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task Clusters_FailedSteps_StandTogetherAndCanBeMuted()
    {
        await BlockedAsync();
        var cluster = await TaskerHarness.UntilAsync(
            async () => (await Get<FailureBrowser>().ListAsync(new ClusterQuery(), new PageRequest(), default)).Items.FirstOrDefault(c => c.Step == "charge_card"),
            c => c is { Open: > 0 });
        var list = Render<ClustersPage>();
        await list.WaitForAssertionAsync(() => Assert.Contains("the card was declined", list.Find("tbody").TextContent, StringComparison.Ordinal));

        var page = Render<ClusterPage>(p => p.Add(c => c.Id, cluster!.Id));
        await page.WaitForAssertionAsync(() => Assert.NotEmpty(page.FindAll("tbody tr")));
        await page.ClickButtonAsync("Mute", within: ".page-actions");
        await page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnConfirm.InvokeAsync("the bank knows of it"));

        await page.WaitForAssertionAsync(() => Assert.Contains("Muted", page.Find(".page-badges").TextContent, StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Contains("the bank knows of it", page.Find(".cluster-facts").TextContent, StringComparison.Ordinal));
    }

    private DeadLetterBrowser Letters => Get<DeadLetterBrowser>();

    private T Get<T>()
        where T : notnull => _server.Services.GetRequiredService<T>();

    private static T Get<T>(IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();

    private async Task<TaskId> BlockedAsync()
    {
        _server.ChargingFails(true);
        var task = await _server.SubmitAsync();
        await TaskerHarness.UntilAsync(
            async () => (await Get<TaskBrowser>().GetAsync(task, default))!.Header.Summary.State, s => s == TaskState.BlockedByFailures.Text());
        return task;
    }

    private async Task<(TaskId Task, Guid Entry)> EnteredAsync()
    {
        var task = await BlockedAsync();
        var made = await Get<EnterDeadLetter>().HandleAsync(new EnterDeadLetterRequest { TaskId = task, Actor = "user:ana", Reason = "somebody should look" }, default);
        return (task, made.EntryId!.Value);
    }

    private void Share<T>()
        where T : class => Services.AddSingleton(_server.Services.GetRequiredService<T>());
}
