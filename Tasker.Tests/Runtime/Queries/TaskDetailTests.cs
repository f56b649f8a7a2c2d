using Tasker.Data.Flow;
using Tasker.Data.Reads;
using Tasker.Data.Workflow;
using Tasker.Runtime.Queries;
using Tasker.Tests.Unit.Templates;
using Xunit;

namespace Tasker.Tests.Runtime.Queries;

public sealed class TaskDetailTests : BrowserTests
{
    private static readonly string Diamond = TemplateText.Steps(("top", []), ("left", ["top"]), ("right", ["top"]), ("bottom", ["left", "right"]));

    [Fact]
    [Trait("Feature", "F004")]
    public async Task GetAsync_EveryFieldOfTheRequest_RoundTrips()
    {
        var template = (await PublishAsync(Diamond)).TemplateId;
        var task = NewTask(template, "ann", """{"order_id":"42"}""") with
        {
            Priority = -7, SourceSystem = "crm", Reason = "nightly", Tags = """["a","b"]""", Options = """{"x":1}""",
            ParentCorrelationId = Guid.CreateVersion7(), IdentityHash = [.. Enumerable.Range(0, 32).Select(n => (byte)n)],
        };
        await CreateAsync(0, task);

        var detail = (await Tasks.GetAsync(task.TaskId, default))!;

        var header = detail.Header;
        Assert.Equal(
            ("tests", "graph", "1.0.0", "steps_in_process", -7, "ann", "crm", "nightly"),
            (header.Summary.Namespace, header.Summary.Template, header.Summary.Version, header.Summary.State, header.Summary.Priority,
                header.Summary.Initiator, header.Summary.SourceSystem, header.Reason));
        Assert.Equal((task.CorrelationId, task.ParentCorrelationId), (header.Summary.CorrelationId, header.ParentCorrelationId));
        Assert.Equal(["a", "b"], header.Tags);
        Assert.Equal(("""{"order_id": "42"}""", """{"x": 1}"""), (header.Context.Json, header.Options!.Json));
        Assert.Equal(Convert.ToHexStringLower(task.IdentityHash!), header.IdentityHash);
        Assert.False(header.Context.IsCut);
        Assert.Null(await Tasks.GetAsync(TaskId.New(TimeProvider.System), default));
    }

    [Fact]
    [Trait("Feature", "F032")]
    public async Task GetAsync_AsTheTaskGoesOn_CountsAndWordsFollow()
    {
        var template = (await PublishAsync(Diamond)).TemplateId;
        var made = await CreateAsync(1, NewTask(template));
        var task = made.Created.Single();
        await StatusAsync(task, "processing", "wait_for_completion", 0m, "healthy");

        var middle = await EndAsync(2, End(made.Claimed[0], StepState.Complete));
        await StatusAsync(task, "processing", "wait_for_completion", 25m, "healthy");

        await EndAsync(0, End(middle.Claimed[0], StepState.WaitingForRetry), End(middle.Claimed[1], StepState.Complete));
        await StatusAsync(task, "waiting_for_dependencies", "wait_for_dependencies", 50m, "recovering");

        await ExecuteAsync("update tasker.steps set retry_at = now() - interval '1 second' where retry_at is not null");
        await StatusAsync(task, "has_ready_steps", "execute_ready_steps", 50m, "recovering");
    }

    [Fact]
    [Trait("Feature", "F032")]
    public async Task GetAsync_AFailedStep_IsBlockedWhateverElseIsReady()
    {
        var template = (await PublishAsync(Diamond)).TemplateId;
        var made = await CreateAsync(1, NewTask(template));
        var middle = await EndAsync(2, End(made.Claimed[0], StepState.Complete));
        await EndAsync(0, End(middle.Claimed[0], StepState.Error), End(middle.Claimed[1], StepState.WaitingForRetry));

        await StatusAsync(made.Created.Single(), "blocked_by_failures", "handle_failures", 25m, "blocked");
    }

    [Fact]
    [Trait("Feature", "F097")]
    public async Task StepsAndTopologyAsync_Diamond_AreTheGraphWithTimes()
    {
        var template = (await PublishAsync(Diamond)).TemplateId;
        var made = await CreateAsync(1, NewTask(template));
        var task = made.Created.Single();
        var middle = await EndAsync(1, End(made.Claimed[0], StepState.Complete));
        await EndAsync(0, End(middle.Claimed[0], StepState.WaitingForRetry));

        var steps = (await Tasks.StepsAsync(task, default)).Items;
        var topology = (await Tasks.TopologyAsync(task, default))!;

        Assert.Equal(["top", "left", "right", "bottom"], steps.Select(s => s.Name));
        Assert.Equal(["complete", "waiting_for_retry", "enqueued", "pending"], steps.Select(s => s.State));
        Assert.Equal([[], [0], [0], [1, 2]], steps.Select(s => s.Parents));
        Assert.Equal([0, 0, 0, 2], steps.Select(s => s.Waits));
        Assert.Equal([0, 1, 1, 2], steps.Select(s => s.Level));
        Assert.True(steps[0].StartedAt <= steps[0].EndedAt);
        Assert.Equal(TimeSpan.FromMilliseconds(12), steps[0].Elapsed);
        Assert.Null(steps[2].StartedAt);
        Assert.Equal((1, "it broke", "HandlerException"), (steps[1].Attempts, steps[1].FailureMessage, steps[1].FailureType));
        Assert.NotNull(steps[1].RetryAt);
        Assert.Equal([(0, 1), (0, 2), (1, 3), (2, 3)], topology.Edges.Select(e => (e.From, e.To)));
        Assert.Equal(4, topology.Nodes.Count);
        Assert.Equal("bottom", Assert.Single((await Tasks.StepsAsync(task, default, afterNo: 2)).Items).Name);
    }

    [Fact]
    public async Task StepsAsync_MoreStepsThanAreShown_SaysSoAndGoesOn()
    {
        var template = (await PublishAsync(TemplateText.Minimal)).TemplateId;
        var task = (await CreateAsync(0, NewTask(template))).Created.Single();
        await ExecuteAsync($"""
            insert into tasker.steps (task_id, step_no, template_step_no, state, attempts, attempts_forgiven, max_attempts, retryable, waits, created_at, changed_at, name)
            select '{task}', n, 0, 1, 0, 0, 3, true, 1, now(), now(), 'only_' || n from generate_series(1, 2050) n
            """);

        var first = await Tasks.StepsAsync(task, default);
        var rest = await Tasks.StepsAsync(task, default, first.Items[^1].No);

        Assert.Equal((2_000, true, 51, false), (first.Items.Count, first.IsCut, rest.Items.Count, rest.IsCut));
        Assert.Equal("only_2050", rest.Items[^1].Name);
    }

    private async Task StatusAsync(TaskId task, string status, string action, decimal percentage, string health)
    {
        var detail = (await Tasks.GetAsync(task, default))!;
        Assert.Equal((status, action, percentage, health), (detail.ExecutionStatus, detail.RecommendedAction, detail.CompletionPercentage, detail.HealthStatus));
    }
}
