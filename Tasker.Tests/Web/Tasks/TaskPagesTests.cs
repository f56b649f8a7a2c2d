using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using Tasker.Runtime.Live;
using Tasker.Runtime.Operations;
using Tasker.Runtime.Orchestration;
using Tasker.Runtime.Queries;
using Tasker.Tests.Support;
using Tasker.Web.Components.Tasks;
using Xunit;

namespace Tasker.Tests.Web.Tasks;

/// <summary>The pages against a real engine, database and feed; only the browser is bUnit's.</summary>
public sealed class TaskPagesTests : BunitContext, IClassFixture<ConsoleServer>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConsoleServer _server;
    private readonly LiveFeed _feed;

    public TaskPagesTests(ConsoleServer server)
    {
        _server = server;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddRadzenComponents();
        Services.AddScoped<Tasker.Web.Components.Shared.Toasts>();
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
        page.WaitForAssertion(() => Assert.Contains("the card was declined", page.Find(".banner").TextContent, StringComparison.Ordinal), Patience);
        page.WaitForAssertion(() => Assert.Equal("charge_card", page.Find(".step-head h2").TextContent), Patience);
    }

    [Theory]
    [InlineData("not-a-uuid")]
    [InlineData("0199f3a2-7c1e-7b3e-9d41-5b20c4000000")]
    [Trait("Feature", "F141")]
    public void TaskPage_UnknownId_SaysSo(string id)
    {
        var page = Render<TaskPage>(p => p.Add(t => t.Id, id));
        page.WaitForAssertion(() => Assert.Contains("There is no task with this id", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    [Trait("Feature", "F141")]
    public async Task Pages_Disposed_LeaveNoSubscription()
    {
        var task = await _server.SubmitAsync();
        var before = _feed.Subscribers;
        Render<TaskPage>(p => p.Add(t => t.Id, task.ToString()));
        Render<TaskListPage>();
        Assert.Equal(before + 2, _feed.Subscribers);
        await DisposeComponentsAsync();
        Assert.Equal(before, _feed.Subscribers);
    }

    [Fact]
    [Trait("Feature", "F140")]
    public async Task TaskList_UnknownSearchWord_ExplainedBesideTheWord()
    {
        await _server.SubmitAsync();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/tasks?q=colour:red");
        var page = Render<TaskListPage>();
        page.WaitForAssertion(() => Assert.Contains("Known are id, state", page.Find(".empty-state").TextContent, StringComparison.Ordinal), Patience);
        Assert.NotNull(page.Find(".filter-chip.has-problem"));
    }

    [Fact]
    [Trait("Feature", "F142")]
    public void NewTask_ValueAgainstSchema_ProblemStandsBesideItsField()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/tasks/new?template={ConsoleServer.Namespace}/{ConsoleServer.Template}");
        var page = Render<NewTaskPage>();
        page.WaitForElement("#field-order_id", Patience).Change("A");
        page.Find("form.new-task").Submit();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".field-row.has-problem")), Patience);
        Assert.NotNull(page.Find(".has-problem #field-order_id"));
    }

    private void Share<T>()
        where T : class => Services.AddSingleton(_server.Services.GetRequiredService<T>());
}
