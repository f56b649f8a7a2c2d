using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Tasker.Data.Operators;
using Tasker.Data.Workflow;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Tasker.Web.Components.Shared;
using Tasker.Web.Components.Steps;
using Tasker.Web.Components.Tasks;
using Tasker.Web.Components.Tasks.Acts;
using Tasker.Web.Components.Tasks.Bulk;
using Xunit;

namespace Tasker.Tests.Web.Tasks;

/// <summary>What a person does to steps and tasks, against a real engine and database; only the browser is bUnit's.</summary>
public sealed class OperatorDialogTests : PageContext, IClassFixture<ConsoleServer>
{
    private readonly ConsoleServer _server;
    private readonly TypedText _typed = new();

    public OperatorDialogTests(ConsoleServer server)
    {
        _server = server;
        var editor = JSInterop.SetupModule("./js/editor.js").SetupModule("mount", _ => true);
        editor.Mode = JSRuntimeMode.Loose;
        editor.Setup<IJSStreamReference>("read").SetResult(_typed);
        Services.AddScoped<Tasker.Web.Security.CurrentUser>();
        Services.AddScoped<TaskActSender>();
        Share<TimeProvider>();
        Share<ILiveFeed>();
        Share<TaskBrowser>();
        Share<StepBrowser>();
        Share<TemplateBrowser>();
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
        Share<BulkTasks>();
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RetryWithInput_ValueAgainstTheSchema_StaysOpenWithTheProblemAtItsPlace()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("Retry with edited input", within: ".acts");
        await page.WaitForAssertionAsync(() => page.FindComponent<JsonEditor>());
        Assert.Contains("A-1001", page.FindComponent<JsonEditor>().Instance.Original, StringComparison.Ordinal);

        _typed.Text = "{\n  \"order_id\": 7\n}";
        await ConfirmAsync(page, "the number was a number");

        await page.WaitForAssertionAsync(() => Assert.Contains("/order_id", page.Find(".editor-problems").TextContent, StringComparison.Ordinal));
        Assert.Equal("2:15", page.Find(".editor-place").TextContent);
        Assert.NotNull(page.Find("dialog"));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RetryWithInput_Edited_KeepsTheOriginalWithWhoAndWhy()
    {
        var page = await OpenBlockedAsync("payloads");
        await page.ClickButtonAsync("Retry with edited input", within: ".acts");
        await page.WaitForAssertionAsync(() => page.FindComponent<JsonEditor>());
        _typed.Text = """{"order_id": "B-2002"}""";

        await ConfirmAsync(page, "the number was wrong");

        await page.WaitForAssertionAsync(() => Assert.Contains("the number was wrong", page.Find(".replaced").TextContent, StringComparison.Ordinal));
        Assert.Contains("Edited by local", page.Find(".replaced .by").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F028")]
    public async Task Skip_FailedStep_ItsChildrenRun()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("Skip", within: ".acts");
        await ConfirmAsync(page, "charged by phone");
        await page.WaitForAssertionAsync(() => Assert.Contains("Done", page.Find(".page-badges").TextContent, StringComparison.Ordinal));
        Assert.Contains(Services.GetRequiredService<Toasts>().Shown, t => t.Text.StartsWith("Skip of charge_card: done", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task Rerun_BlockedTask_BothTasksShowTheWayToEachOther()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("Run again", within: ".page-actions");
        await ConfirmAsync(page, "the outage is over");

        await page.WaitForAssertionAsync(() => Assert.Contains("Was run again", page.Find(".task-facts").TextContent, StringComparison.Ordinal));
        var href = page.FindAll(".task-facts a").Single(a => a.GetAttribute("href")!.StartsWith("/tasks/", StringComparison.Ordinal)).GetAttribute("href")!;
        var other = Render<TaskPage>(p => p.Add(t => t.Id, href["/tasks/".Length..]));
        await other.WaitForAssertionAsync(() => Assert.Contains("Runs again", other.Find(".task-facts").TextContent, StringComparison.Ordinal));
        Assert.NotNull(other.Find($".task-facts a[href='/tasks/{page.Instance.Id}']"));
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task Pause_AndResume_AreShownWithWhoAndWhy()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("Pause", within: ".page-actions");
        await ConfirmAsync(page, "the bank is down");
        await page.WaitForAssertionAsync(() => Assert.Contains("the bank is down", page.Find(".pause").TextContent, StringComparison.Ordinal));

        await page.ClickButtonAsync("Resume", within: ".page-actions");
        await ConfirmAsync(page, "the bank is back");

        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".pause")));
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task Priority_OutOfRange_IsSaidInTheDialogAndOneInRangeIsShown()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("More", within: ".page-actions");
        await page.ClickAsync(".more-acts button");
        await page.InputAsync("dialog input[type=number]", "101");
        await ConfirmAsync(page, "it is urgent now");
        await page.WaitForAssertionAsync(() => Assert.Contains("whole number", page.Find("dialog .problem").TextContent, StringComparison.Ordinal));

        await page.InputAsync("dialog input[type=number]", "40");
        await ConfirmAsync(page, "it is urgent now");

        await page.WaitForAssertionAsync(() => Assert.Contains("Priority40", page.Find(".task-facts").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task MoreActs_EscapeOrAnAct_GiveTheFocusBackBeforeTheMenuGoes()
    {
        var page = await OpenBlockedAsync();
        await page.ClickButtonAsync("More", within: ".page-actions");
        await page.KeyDownAsync(".more", "Escape");
        await page.WaitForAssertionAsync(() => Assert.Empty(page.FindAll(".more-acts")));
        JSInterop.VerifyFocusAsyncInvoke(1);

        await page.ClickButtonAsync("More", within: ".page-actions");
        await page.ClickAsync(".more-acts button");

        await page.WaitForAssertionAsync(() => Assert.NotNull(page.Find("dialog")));
        Assert.Empty(page.FindAll(".more-acts"));
        JSInterop.VerifyFocusAsyncInvoke(2);
    }

    [Fact]
    [Trait("Feature", "F106")]
    public async Task Bulk_TickedTasks_ShowWhoFitsAndWhatCameOfEach()
    {
        var blocked = await BlockedAsync();
        _server.ChargingFails(false);
        var done = await _server.SubmitAsync();
        await UntilAsync(done, TaskState.Complete);
        var bar = Render<BulkBar>(p => p.Add(b => b.Ticked, [blocked, done]).Add(b => b.Filter, TaskFilter.All).Add(b => b.IsEverything, true));

        await bar.ClickButtonAsync("Cancel tasks");
        await bar.WaitForAssertionAsync(() => Assert.Contains("1 task passed over: Done", bar.Find(".unfit").TextContent, StringComparison.Ordinal));
        await ConfirmAsync(bar, "ordered by mistake");

        await bar.WaitForAssertionAsync(() => Assert.Contains("1 done", bar.Find(".sums").TextContent, StringComparison.Ordinal));
        await UntilAsync(blocked, TaskState.Cancelled);
    }

    private static Task ConfirmAsync<T>(IRenderedComponent<T> page, string reason)
        where T : class, IComponent =>
        page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnConfirm.InvokeAsync(reason));

    private async Task<IRenderedComponent<TaskPage>> OpenBlockedAsync(string? tab = null)
    {
        var task = await BlockedAsync();
        if (tab is not null) Services.GetRequiredService<NavigationManager>().NavigateTo($"/tasks/{task}?tab={tab}");
        var page = Render<TaskPage>(p => p.Add(t => t.Id, task.ToString()));
        await page.WaitForAssertionAsync(() => Assert.Equal("charge_card", page.Find(".step-head h2").TextContent));
        _server.ChargingFails(false);
        return page;
    }

    private async Task<TaskId> BlockedAsync()
    {
        _server.ChargingFails(true);
        var task = await _server.SubmitAsync();
        await UntilAsync(task, TaskState.BlockedByFailures);
        return task;
    }

    private Task<string> UntilAsync(TaskId task, TaskState state) => TaskerHarness.UntilAsync(
        async () => (await _server.Services.GetRequiredService<TaskBrowser>().GetAsync(task, default))!.Header.Summary.State, s => s == state.Text());

    /// <summary>What stands in the browser's editor.</summary>
    private sealed class TypedText : IJSStreamReference
    {
        public string Text { get; set; } = "{}";

        public long Length => Encoding.UTF8.GetByteCount(Text);

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(Text)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private void Share<T>()
        where T : class => Services.AddSingleton(_server.Services.GetRequiredService<T>());
}
