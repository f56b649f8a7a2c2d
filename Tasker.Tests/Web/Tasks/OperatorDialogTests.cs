using System.Text;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Radzen;
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
public sealed class OperatorDialogTests : BunitContext, IClassFixture<ConsoleServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConsoleServer _server;
    private readonly TypedText _typed = new();

    public OperatorDialogTests(ConsoleServer server)
    {
        _server = server;
        JSInterop.Mode = JSRuntimeMode.Loose;
        var editor = JSInterop.SetupModule("./js/editor.js").SetupModule("mount", _ => true);
        editor.Mode = JSRuntimeMode.Loose;
        editor.Setup<IJSStreamReference>("read").SetResult(_typed);
        Services.AddRadzenComponents();
        Services.AddScoped<Toasts>();
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
        await page.InvokeAsync(() => Button(page, ".acts", "Retry with edited input").ClickAsync());
        var editor = page.WaitForComponent<JsonEditor>(Patience);
        Assert.Contains("A-1001", editor.Instance.Original, StringComparison.Ordinal);

        _typed.Text = "{\n  \"order_id\": 7\n}";
        await ConfirmAsync(page, "the number was a number");

        page.WaitForAssertion(() => Assert.Contains("/order_id", page.Find(".editor-problems").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal("2:15", page.Find(".editor-place").TextContent);
        Assert.NotNull(page.Find("dialog"));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task RetryWithInput_Edited_KeepsTheOriginalWithWhoAndWhy()
    {
        var page = await OpenBlockedAsync("payloads");
        await page.InvokeAsync(() => Button(page, ".acts", "Retry with edited input").ClickAsync());
        page.WaitForComponent<JsonEditor>(Patience);
        _typed.Text = """{"order_id": "B-2002"}""";

        await ConfirmAsync(page, "the number was wrong");

        page.WaitForAssertion(() => Assert.Contains("the number was wrong", page.Find(".replaced").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("Edited by local", page.Find(".replaced .by").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Feature", "F028")]
    public async Task Skip_FailedStep_ItsChildrenRun()
    {
        var page = await OpenBlockedAsync();
        await page.InvokeAsync(() => Button(page, ".acts", "Skip").ClickAsync());
        await ConfirmAsync(page, "charged by phone");
        page.WaitForAssertion(() => Assert.Contains("Done", page.Find(".page-badges").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains(Services.GetRequiredService<Toasts>().Shown, t => t.Text.StartsWith("Skip of charge_card: done", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F123")]
    public async Task Rerun_BlockedTask_BothTasksShowTheWayToEachOther()
    {
        var page = await OpenBlockedAsync();
        await page.InvokeAsync(() => Button(page, ".page-actions", "Run again").ClickAsync());
        await ConfirmAsync(page, "the outage is over");

        page.WaitForAssertion(() => Assert.Contains("Was run again", page.Find(".task-facts").TextContent, StringComparison.Ordinal), Patience);
        var href = page.FindAll(".task-facts a").Single(a => a.GetAttribute("href")!.StartsWith("/tasks/", StringComparison.Ordinal)).GetAttribute("href")!;
        var other = Render<TaskPage>(p => p.Add(t => t.Id, href["/tasks/".Length..]));
        other.WaitForAssertion(() => Assert.Contains("Runs again", other.Find(".task-facts").TextContent, StringComparison.Ordinal), Patience);
        Assert.NotNull(other.Find($".task-facts a[href='/tasks/{page.Instance.Id}']"));
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task Pause_AndResume_AreShownWithWhoAndWhy()
    {
        var page = await OpenBlockedAsync();
        await page.InvokeAsync(() => Button(page, ".page-actions", "Pause").ClickAsync());
        await ConfirmAsync(page, "the bank is down");
        page.WaitForAssertion(() => Assert.Contains("the bank is down", page.Find(".pause").TextContent, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => Button(page, ".page-actions", "Resume").ClickAsync());
        await ConfirmAsync(page, "the bank is back");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".pause")), Patience);
    }

    [Fact]
    [Trait("Feature", "F029")]
    public async Task Priority_OutOfRange_IsSaidInTheDialogAndOneInRangeIsShown()
    {
        var page = await OpenBlockedAsync();
        await page.InvokeAsync(() => Button(page, ".page-actions", "More").ClickAsync());
        await page.InvokeAsync(() => page.Find(".more-acts button").ClickAsync());
        await page.InvokeAsync(() => page.Find("dialog input[type=number]").InputAsync("101"));
        await ConfirmAsync(page, "it is urgent now");
        page.WaitForAssertion(() => Assert.Contains("whole number", page.Find("dialog .problem").TextContent, StringComparison.Ordinal), Patience);

        await page.InvokeAsync(() => page.Find("dialog input[type=number]").InputAsync("40"));
        await ConfirmAsync(page, "it is urgent now");

        page.WaitForAssertion(() => Assert.Contains("Priority40", page.Find(".task-facts").TextContent, StringComparison.Ordinal), Patience);
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

        await bar.FindAll("button").Single(b => b.TextContent == "Cancel").ClickAsync();
        bar.WaitForAssertion(() => Assert.Contains("1 task passed over: Done", bar.Find(".unfit").TextContent, StringComparison.Ordinal), Patience);
        await ConfirmAsync(bar, "ordered by mistake");

        bar.WaitForAssertion(() => Assert.Contains("1 done", bar.Find(".sums").TextContent, StringComparison.Ordinal), Patience);
        await UntilAsync(blocked, TaskState.Cancelled);
    }

    private static AngleSharp.Dom.IElement Button<T>(IRenderedComponent<T> page, string within, string words)
        where T : class, IComponent =>
        page.FindAll($"{within} button").Single(b => b.TextContent.Trim() == words);

    private static Task ConfirmAsync<T>(IRenderedComponent<T> page, string reason)
        where T : class, IComponent =>
        page.InvokeAsync(() => page.FindComponent<ReasonDialog>().Instance.OnConfirm.InvokeAsync(reason));

    private async Task<IRenderedComponent<TaskPage>> OpenBlockedAsync(string? tab = null)
    {
        var task = await BlockedAsync();
        if (tab is not null) Services.GetRequiredService<NavigationManager>().NavigateTo($"/tasks/{task}?tab={tab}");
        var page = Render<TaskPage>(p => p.Add(t => t.Id, task.ToString()));
        page.WaitForAssertion(() => Assert.Equal("charge_card", page.Find(".step-head h2").TextContent), Patience);
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

    private Task UntilAsync(TaskId task, TaskState state) => TaskerHarness.UntilAsync(
        async () => (await _server.Services.GetRequiredService<TaskBrowser>().GetAsync(task, default))!.Header.Summary.State, s => s == state.Text());

    /// <summary>What stands in the browser's editor.</summary>
    private sealed class TypedText : IJSStreamReference
    {
        public string Text { get; set; } = "{}";

        public long Length => Encoding.UTF8.GetByteCount(Text);

        public ValueTask<Stream> OpenReadStreamAsync(long maxAllowedSize, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(Text)));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private void Share<T>()
        where T : class => Services.AddSingleton(_server.Services.GetRequiredService<T>());
}
