using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Tasker.Web.Components.Tasks;
using Xunit;

namespace Tasker.Tests.Web.Tasks;

/// <summary>The pages against a real engine, database and feed; only the browser is bUnit's.</summary>
public sealed class TaskPagesTests : PageContext, IClassFixture<ConsoleServer>
{
    private readonly ConsoleServer _server;
    private readonly LiveFeed _feed;

    public TaskPagesTests(ConsoleServer server)
    {
        _server = server;
        Services.AddScoped<Tasker.Web.Security.CurrentUser>();
        Share<TimeProvider>();
        Share<ILiveFeed>();
        Share<TaskBrowser>();
        Share<StepBrowser>();
        Share<TemplateBrowser>();
        Share<CommandProcessor>();
        Share<RetryStep>();
        Share<RetryWithInputs>();
        Share<RetryDownstream>();
        Share<SkipStep>();
        Share<RerunTask>();
        Share<PauseWork>();
        Share<ResumeWork>();
        Share<ChangePriority>();
        Share<ResolveTask>();
        Share<EnterDeadLetter>();
        Share<BulkTasks>();
        Services.AddScoped<Tasker.Web.Components.Tasks.Acts.TaskActSender>();
        Share<FailStep>();
        Share<ResolveStep>();
        Share<CompleteStep>();
        Share<CancelTask>();
        Share<RetryAllFailed>();
        _feed = server.Services.GetRequiredService<LiveFeed>();
    }

    [Fact]
    [Trait("Feature", "F141")]
    public async Task TaskPage_FailedStep_NamedInBannerAndSelected()
    {
        _server.ChargingFails(true);
        var task = await _server.SubmitAsync();
        // First, because a step that the page chose while the task still ran stays chosen.
        await TaskerHarness.UntilAsync(
            async () => (await _server.Services.GetRequiredService<TaskBrowser>().StepsAsync(task, CancellationToken.None)).Items,
            steps => steps.Any(s => s.Name == "charge_card" && s.State == "error"));
        var page = Render<TaskPage>(p => p.Add(t => t.Id, task.ToString()));
        await page.WaitForAssertionAsync(() => Assert.Contains("the card was declined", page.Find(".banner").TextContent, StringComparison.Ordinal));
        await page.WaitForAssertionAsync(() => Assert.Equal("charge_card", page.Find(".step-head h2").TextContent));
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("0199f3a2-7c1e-7b3e-9d41-5b20c4000000")]
    [Trait("Feature", "F141")]
    public async Task TaskPage_UnknownId_SaysSo(string id)
    {
        var page = Render<TaskPage>(p => p.Add(t => t.Id, id));
        await page.WaitForAssertionAsync(() => Assert.Contains("There is no task with this id", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Feature", "F141")]
    public async Task Pages_Disposed_LeaveNoSubscription()
    {
        var task = await _server.SubmitAsync();
        // Pages of earlier tests may still be on their way out.
        await SubscribersAsync(0);
        Render<TaskPage>(p => p.Add(t => t.Id, task.ToString()));
        Render<TaskListPage>();
        await SubscribersAsync(2);
        await DisposeComponentsAsync();
        await SubscribersAsync(0);
    }

    [Fact]
    [Trait("Feature", "F140")]
    public async Task TaskList_UnknownSearchWord_ExplainedBesideTheWord()
    {
        await _server.SubmitAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/tasks?q=colour:red");
        var page = Render<TaskListPage>();
        await page.WaitForAssertionAsync(() => Assert.Contains("Known are id, state", page.Find(".empty-state").TextContent, StringComparison.Ordinal));
        await page.WaitForElementAsync(".filter-chip.has-problem");
    }

    [Fact]
    [Trait("Feature", "F142")]
    public async Task NewTask_ValueAgainstSchema_ProblemStandsBesideItsField()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/tasks/new?template={ConsoleServer.Namespace}/{ConsoleServer.Template}");
        var page = Render<NewTaskPage>();
        await page.ChangeAsync("#field-order_id", "A");
        await page.SubmitAsync("form.new-task");
        await page.WaitForAssertionAsync(() => Assert.Single(page.FindAll(".field-row.has-problem")));
        await page.WaitForElementAsync(".has-problem #field-order_id");
    }

    private Task<int> SubscribersAsync(int wanted) => TaskerHarness.UntilAsync(() => Task.FromResult(_feed.Subscribers), n => n == wanted);

    private void Share<T>()
        where T : class => Services.AddSingleton(_server.Services.GetRequiredService<T>());
}
